/**
 * Comparisons of two real models: planned by cores and by memory, side by side, and over the kill of a core.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison, NewLane } from '#contract/comparisons.ts';
import { comparisonIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { spareBytes } from '#core/models/memory-estimate.ts';
import { hasRealModel, realModelPath } from '../../../fixtures/real-models.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { isOver, statesOf } from './testing/comparison-bench.ts';
import { openRealComparisons, type RealComparisons } from './testing/real-comparisons.ts';

let dataDir = '';
let core: RealComparisons | null = null;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-compare-'));
});
afterEach(async () => {
  await core?.close();
  core = null;
  rmSync(dataDir, { recursive: true, force: true });
});

const lane = (modelId: NewLane['modelId'], template: NewLane['template'], maxTokens = 24): NewLane => ({
  modelId,
  template,
  systemPrompt: '',
  settings: { ...samplerPresets.balanced, seed: 5, maxTokens },
});
const statesSeen = (seen: readonly Comparison[]): string[] => [...new Set(seen.map(statesOf))];

async function textsOf(opened: RealComparisons, comparison: Comparison): Promise<string[][]> {
  const conversations = await Promise.all(
    comparison.lanes.map(({ conversationId }) => opened.client.conversations.get({ conversationId })),
  );
  return conversations.map(({ messages }) => messages.map(({ text }) => text));
}

describe.skipIf(!hasRealModel('gemma3'))('a comparison of SmolLM2 and Gemma', () => {
  const smol = (): string => realModelPath('smolLm2');
  const gemma = (): string => realModelPath('gemma3');

  async function start(machine: Parameters<typeof openRealComparisons>[2]) {
    const opened = await openRealComparisons(dataDir, [dirname(smol())], machine);
    core = opened;
    // The larger one first: it is still writing when the other one is loaded.
    const lanes = [
      lane(await opened.findModel(gemma()), 'none', 120),
      lane(await opened.findModel(smol()), 'model'),
    ];
    const { id: comparisonId } = await opened.client.comparisons.create({ lanes });
    return { opened, comparisonId };
  }

  it('lets both write at the same time where each has a thread and the memory holds both', async () => {
    const { opened, comparisonId } = await start({ mostThreads: 2 });
    await opened.client.comparisons.send({ comparisonId, text: 'Light is' });
    const seen = await opened.watch(comparisonId, isOver);
    expect(statesSeen(seen)).toContain('writing writing');
    const over = seen.at(-1);
    if (over === undefined) throw new Error('something was seen');
    expect(statesOf(over)).toBe('done done');
    for (const { conversationId } of over.lanes) {
      const { messages } = await opened.client.conversations.get({ conversationId });
      expect(messages[1]).toMatchObject({ hasTrace: true, end: { error: null } });
      const header = await opened.client.traces.header({ messageId: messages[1]?.id ?? fail() });
      expect(header.profile.threads).toBe(1);
    }
  });

  it('lets one write after the other where the memory holds one at a time, and a second turn follows each', async () => {
    const { opened, comparisonId } = await start({ mostThreads: 2 });
    await opened.close();
    const { models } = await needs();
    const availableBytes = Math.max(...models.map((model) => model.estimatedMemoryBytes)) + spareBytes;
    const again = await openRealComparisons(dataDir, [dirname(smol())], {
      mostThreads: 2,
      availableBytes: () => availableBytes,
    });
    core = again;
    await again.client.comparisons.send({ comparisonId, text: 'Light is' });
    const first = await again.watch(comparisonId, isOver);
    expect(statesSeen(first)).toEqual(
      expect.arrayContaining(['writing waiting:memory', 'done writing', 'done done']),
    );
    expect(statesSeen(first)).not.toContain('writing writing');
    await again.client.comparisons.send({ comparisonId, text: 'And colour?' });
    const over = (await again.watch(comparisonId, isOver)).at(-1);
    if (over === undefined) throw new Error('something was seen');
    const texts = await textsOf(again, over);
    expect(texts.map((each) => [each[0], each[2], each.length])).toEqual([
      ['Light is', 'And colour?', 4],
      ['Light is', 'And colour?', 4],
    ]);

    async function needs() {
      const opened = await openRealComparisons(dataDir, [dirname(smol())], {});
      const list = await opened.client.models.list({});
      await opened.close();
      return {
        models: list.models.filter(({ fileName }) =>
          [smol(), gemma()].some((path) => path.endsWith(fileName)),
        ),
      };
    }
  });

  it('goes on after its core was killed in the middle of a reply, with the same tokens', async () => {
    const script = join(import.meta.dirname, 'testing/compare-until-killed.ts');
    const child = fork(script, [dataDir, smol(), gemma()], { execArgv: ['--no-warnings'] });
    let written = 0;
    let id = '';
    child.on('message', (told: { comparisonId: string; tokens: number }) => {
      id = told.comparisonId;
      written = told.tokens;
      if (written >= 10) child.kill('SIGKILL');
    });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    const comparisonId = comparisonIdSchema.parse(id);
    const opened = await openRealComparisons(dataDir, [dirname(smol())], { mostThreads: 1 });
    core = opened;
    const over = (await opened.watch(comparisonId, isOver)).at(-1);
    if (over === undefined) throw new Error('something was seen');
    expect(statesOf(over)).toBe('done done');
    const texts = await textsOf(opened, over);
    expect(texts.map(({ length }) => length)).toEqual([2, 2]);
    // The same comparison without a kill writes the same: seed and tokens are those of before.
    const conversationId = over.lanes[0]?.conversationId ?? fail();
    const { messages } = await opened.client.conversations.get({ conversationId });
    const sent = await opened.client.generation.regenerate({
      conversationId,
      replyId: messages[1]?.id ?? fail(),
      overflow: 'refuse',
    });
    for await (const event of await opened.client.generation.attach({ replyId: sent.replyId, fromToken: 0 }))
      if (event.kind === 'end') expect(event.text).toBe(texts[0]?.[1]);
  });
});

it('a lane whose file is gone says so, and the other one finishes', async () => {
  const tiny = writeTinyLlama({ seed: 3 });
  const other = writeTinyLlama({ seed: 4 });
  try {
    const opened = await openRealComparisons(dataDir, [tiny.folder, other.folder], { mostThreads: 2 });
    core = opened;
    const lanes = [lane(await opened.findModel(tiny.path), 'model'), lane(await modelIn(opened, 1), 'model')];
    const { id: comparisonId } = await opened.client.comparisons.create({ lanes });
    rmSync(tiny.path);
    await opened.client.comparisons.send({ comparisonId, text: 'Light' });
    const over = (await opened.watch(comparisonId, isOver)).at(-1);
    expect(over && statesOf(over)).toBe('failed:model.unreadable done');
  } finally {
    for (const { folder } of [tiny, other]) rmSync(folder, { recursive: true });
  }
});

/** Both files have the same name: the model that is not the first one found. */
async function modelIn(opened: RealComparisons, index: number): Promise<NewLane['modelId']> {
  const { models } = await opened.client.models.list({});
  return models[index]?.id ?? fail();
}

function fail(): never {
  throw new Error('it is there');
}
