/**
 * What a generation promises, on a tiny model with known weights and on SmolLM2.
 */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';
import { type GenerationResult, openTestEngine, type TestEngine } from '../../fixtures/engine-in-process.ts';
import { realModelPath } from '../../fixtures/real-models.ts';
import { writeTinyLlama } from '../../fixtures/tiny-llama.ts';

const tiny = writeTinyLlama({ seed: 11 });
let engine: TestEngine;
let prompt: number[];

beforeAll(async () => {
  engine = await openTestEngine(tiny.path, { contextTokens: 128 });
  prompt = [0, ...engine.loaded.vocabulary.tokenize('the rain on the other shore')];
});
afterAll(async () => {
  await engine.close();
  await rm(tiny.folder, { recursive: true });
});

const withoutEnds = (): GenerationSettings['logitBias'] =>
  engine.loaded.model.endTokenIds.map((tokenId) => ({ tokenId, bias: -100 }));
const endless = (settings: Partial<GenerationSettings>): GenerationSettings => ({
  ...samplerPresets.balanced,
  logitBias: withoutEnds(),
  ...settings,
});

/** How the prompt was evaluated. */
function promptAloneOf({ events }: Pick<GenerationResult, 'events'>): [number, number][] {
  const [event] = events;
  if (event?.kind !== 'prompt') throw new Error('the first event is about the prompt');
  return event.promptAlone;
}

describe('generation', () => {
  it('gives bit-identical tokens and numbers for the same seed, with and without a cached prompt', async () => {
    await engine.forget();
    const request = { prompt, settings: endless({ maxTokens: 40 }), seed: 99 };
    const first = await engine.generate(request);
    const again = await engine.generate(request);
    expect(again.steps).toEqual(first.steps);
    expect(again.end.stats.reusedTokens).toBe(prompt.length - 1);
    await engine.forget();
    expect((await engine.generate(request)).steps).toEqual(first.steps);
    expect((await engine.generate({ ...request, seed: 100 })).ids).not.toEqual(first.ids);
  });

  it('chooses the most probable token at temperature 0, without a draw', async () => {
    const { steps } = await engine.generate({
      prompt,
      settings: { ...samplerPresets.greedy, maxTokens: 20 },
    });
    for (const step of steps) {
      expect(step.tokenId).toBe(step.topIds[0]);
      expect(step.draw).toBeNull();
    }
  });

  it('continues a reply with the same tokens as an uninterrupted run', async () => {
    const settings = endless({ maxTokens: 30, repeatPenalty: 1.2, xtcProbability: 0.5, xtcThreshold: 0.05 });
    const whole = await engine.generate({ prompt, settings, seed: 5 });
    for (const kept of [1, 7, 29]) {
      const rest = await engine.generate({ prompt, reply: whole.ids.slice(0, kept), settings, seed: 5 });
      expect(rest.ids).toEqual(whole.ids.slice(kept));
      expect(rest.steps).toEqual(whole.steps.slice(kept));
      const first = rest.events.find((event) => event.kind === 'tokens');
      expect(first).toMatchObject({ firstToken: kept });
    }
  });

  it('evaluates in a second turn only what differs from the first', async () => {
    await engine.forget();
    const first = await engine.generate({ prompt, settings: endless({ maxTokens: 10 }) });
    const secondPrompt = [...prompt, ...first.ids, 40, 41, 42];
    const before = engine.state.work;
    const second = await engine.generate({ prompt: secondPrompt, settings: endless({ maxTokens: 1 }) });
    // The last token of the first reply was never evaluated; the last of the prompt always is.
    expect(second.end.stats.reusedTokens).toBe(prompt.length + first.ids.length - 1);
    expect(engine.state.work - before).toBe(4);
  });

  it('evaluates for a branch only what is behind the place that it leaves at', async () => {
    await engine.forget();
    const settings = endless({ maxTokens: 30 });
    const first = await engine.generate({ prompt, settings });
    const before = engine.state.work;
    const other = first.steps[12]?.topIds.find((id) => id !== first.ids[12]) ?? 0;
    const branch = {
      prompt,
      promptAlone: promptAloneOf(first),
      reply: first.ids.slice(0, 12),
      forced: [other],
    };
    const second = await engine.generate({ ...branch, settings: endless({ maxTokens: 16 }) });
    expect(second.ids).toHaveLength(4);
    expect(second.ids[0]).toBe(other);
    // The token before the place again, for the distribution there; then each new one but the last.
    expect(engine.state.work - before).toBe(1 + 3);
  });

  it('evaluates a prompt in the batches of another time when it is told which they were', async () => {
    await engine.forget();
    const first = await engine.generate({ prompt, settings: endless({ maxTokens: 10 }) });
    const second = { prompt: [...prompt, ...first.ids, 40, 41, 42], settings: endless({ maxTokens: 8 }) };
    const live = await engine.generate(second);
    const promptAlone = promptAloneOf(live);
    expect(promptAlone).toEqual([[prompt.length - 1, prompt.length + first.ids.length - 1]]);
    await engine.forget();
    const inBatches = await engine.generate(second);
    expect(promptAloneOf(inBatches)).toEqual([]);
    // What the cache holds now was read in other batches, from the first token on.
    const before = engine.state.work;
    const again = await engine.generate({ ...second, promptAlone });
    expect(again.steps).toEqual(live.steps);
    expect(engine.state.work - before).toBe(second.prompt.length + 7);
    expect((await engine.generate({ ...second, promptAlone })).end.stats.reusedTokens).toBe(
      second.prompt.length - 1,
    );
    await engine.forget();
    expect((await engine.generate({ ...second, promptAlone })).steps).toEqual(live.steps);
  });

  it('records the end token as the last step and says why it ended', async () => {
    const [eos = 0] = engine.loaded.model.endTokenIds;
    const settings = { ...samplerPresets.greedy, logitBias: [{ tokenId: eos, bias: 100 }] };
    const { ids, end } = await engine.generate({ prompt, settings });
    expect(ids).toEqual([eos]);
    expect(end.reason).toBe('endToken');
  });

  it('stops at the token limit, the limit counts tokens that stood already', async () => {
    const { ids, end } = await engine.generate({
      prompt,
      reply: [40, 41],
      settings: endless({ maxTokens: 5 }),
    });
    expect(ids).toHaveLength(3);
    expect(end.reason).toBe('tokenLimit');
    const none = await engine.generate({ prompt, reply: [40, 41], settings: endless({ maxTokens: 2 }) });
    expect(none.ids).toHaveLength(0);
    expect(none.end).toMatchObject({
      reason: 'tokenLimit',
      stats: { firstTokenMs: null, tokensPerSecond: null },
    });
  });

  it('fills the context to the last token and no further', async () => {
    const { ids, end } = await engine.generate({ prompt, settings: endless({}) });
    expect(prompt.length + ids.length).toBe(128);
    expect(end.reason).toBe('contextLimit');
  });

  it('refuses a prompt without room for one token, and counts what is needed', async () => {
    const full = Array.from({ length: 128 }, () => 50);
    await expect(engine.generate({ prompt: full })).rejects.toMatchObject({
      code: 'generation.contextFull',
      details: { needTokens: 129, contextTokens: 128 },
    });
    const almost = await engine.generate({ prompt: full.slice(1), settings: endless({}) });
    expect(almost.ids).toHaveLength(1);
  });

  it('refuses ids outside the vocabulary instead of crashing', async () => {
    await expect(engine.generate({ prompt: [0, 100_000] })).rejects.toMatchObject({
      code: 'app.invalidInput',
    });
    await expect(engine.generate({ prompt: [] })).rejects.toMatchObject({ code: 'app.invalidInput' });
  });

  it('ends at a stop string that lies across tokens, at the byte where it begins', async () => {
    const free = await engine.generate({ prompt, settings: endless({ maxTokens: 40 }), seed: 3 });
    const bytes = free.ids.map((id) => engine.loaded.vocabulary.bytesOf(id));
    // Two neighbouring tokens of plain ASCII make a stop string that no single token holds.
    const isAscii = (part: Uint8Array | undefined): boolean =>
      part !== undefined && part.length > 0 && part.every((byte) => byte > 32 && byte < 127);
    const at = bytes.findIndex((part, index) => index > 2 && isAscii(part) && isAscii(bytes[index + 1]));
    expect(at).toBeGreaterThan(2);
    const stop = new TextDecoder().decode(Uint8Array.from([...(bytes[at] ?? []), ...(bytes[at + 1] ?? [])]));
    const { ids, end } = await engine.generate({
      prompt,
      settings: endless({ maxTokens: 40, stopStrings: [stop] }),
      seed: 3,
    });
    expect(end.reason).toBe('stopString');
    const text = Buffer.concat(ids.map((id) => engine.loaded.vocabulary.bytesOf(id)));
    expect(end.stopStringAtByte).toBe(text.indexOf(stop));
    expect(ids).toEqual(free.ids.slice(0, ids.length));
  });

  it('stops between tokens when it is asked to', async () => {
    const { ids, end } = await engine.generate({ prompt, settings: endless({}) }, (event, run) => {
      if (event.kind === 'tokens') run.isStopRequested = true;
    });
    expect(end.reason).toBe('stopped');
    expect(ids.length).toBeLessThan(60);
    const before = await engine.generate(
      { prompt: prompt.toReversed(), settings: endless({}) },
      (event, run) => {
        if (event.kind === 'prompt') run.isStopRequested = true;
      },
    );
    expect(before.ids).toHaveLength(0);
    expect(before.end.reason).toBe('stopped');
  });

  it('sends the first token at once and the others in chunks without gap or repetition', async () => {
    const { events, ids } = await engine.generate({ prompt, settings: endless({ maxTokens: 60 }) });
    let next = 0;
    for (const event of events) {
      if (event.kind !== 'tokens') continue;
      if (next === 0) expect(event.count).toBe(1);
      expect(event.firstToken).toBe(next);
      next += event.count;
    }
    expect(next).toBe(ids.length);
  });

  it('captures more when the settings cut nothing, and keeps the exact normalisers', async () => {
    const settings = endless({ ...samplerPresets.neutral, temperature: 1.5, logitBias: [], maxTokens: 30 });
    const { steps, end } = await engine.generate({ prompt, settings, topN: 4, seed: 2 });
    expect(end.reason === 'tokenLimit' || end.reason === 'endToken').toBe(true);
    for (const step of steps) {
      expect(step.logZAtTemperature).not.toBeNull();
      expect(step.topIds).toContain(step.tokenId);
    }
    expect(steps.some((step) => step.topIds.length > 64)).toBe(true);
  });

  it('chooses the same tokens without capture, and sends none', async () => {
    const settings = endless({ maxTokens: 20 });
    const before = engine.state.work;
    const plain = await engine.generate({ prompt, settings, capture: false });
    expect(plain.ids).toHaveLength(0);
    expect(plain.end).toMatchObject({ reason: 'tokenLimit', stats: { replyTokens: 20 } });
    expect(engine.state.work - before).toBeGreaterThanOrEqual(20);
    const captured = await engine.generate({ prompt, settings });
    expect(captured.end.stats.reusedTokens).toBe(prompt.length - 1);
    expect(engine.loaded.context.sequence.contextTokens.slice(prompt.length)).toEqual(
      captured.ids.slice(0, -1),
    );
  });

  it('reports numbers that are not numbers as the model’s fault', async () => {
    const damaged = writeTinyLlama({ hasNanWeights: true });
    const other = await openTestEngine(damaged.path);
    try {
      await expect(other.generate({ prompt: [0, 40, 41] })).rejects.toMatchObject({
        code: 'model.invalidOutput',
      });
    } finally {
      await other.close();
      await rm(damaged.folder, { recursive: true });
    }
  });
});

describe('a second turn on SmolLM2', () => {
  it('reuses the whole first turn, template and reply', async () => {
    const smol = await openTestEngine(realModelPath('smolLm2'), { contextTokens: 1024, batchTokens: 512 });
    try {
      const first = await smol.loaded.prompts.render({
        kind: 'chat',
        turns: [{ role: 'user', text: 'Name a colour.', messageId: null }],
      });
      const reply = await smol.generate({
        prompt: first.tokenIds,
        settings: { ...samplerPresets.greedy, maxTokens: 12 },
      });
      const text = new TextDecoder().decode(
        Buffer.concat(reply.ids.map((id) => smol.loaded.vocabulary.bytesOf(id))),
      );
      const second = await smol.loaded.prompts.render({
        kind: 'chat',
        turns: [
          { role: 'user', text: 'Name a colour.', messageId: null },
          { role: 'assistant', text, messageId: null },
          { role: 'user', text: 'Another one.', messageId: null },
        ],
      });
      const again = await smol.generate({
        prompt: second.tokenIds,
        settings: { ...samplerPresets.greedy, maxTokens: 4 },
      });
      expect(again.end.stats.reusedTokens).toBeGreaterThanOrEqual(
        first.tokenIds.length + reply.ids.length - 2,
      );
    } finally {
      await smol.close();
    }
  });
});
