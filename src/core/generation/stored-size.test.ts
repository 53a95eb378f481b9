/**
 * What a trace takes on the disk, whatever the speed of the model that wrote it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeSteps } from '#probability/trace-codec.ts';
import { type GenerationBench, nextEvent, openBench, summarise } from './testing/generation-bench.ts';
import { scriptedStep } from './testing/scripted-library.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

const captured = 64;
const step = {
  ...scriptedStep(120),
  topIds: Uint32Array.from({ length: captured }, (_, index) => (index === 0 ? 120 : 120 + index)),
  topLogits: Float32Array.from({ length: captured }, (_, index) => 2 - index / 10),
};

/** Free pages are used again by the next rows, so they are not counted. */
function databaseBytes(): number {
  const { database } = bench.folder;
  const pragma = (name: string) => Number(database.pragma(name, { simple: true }));
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}

/** Writes `tokens` tokens that reach the disk `atOnce` at a time. */
async function write(tokens: number, atOnce: number) {
  const { replyId } = await bench.send(bench.newConversation(), 'x');
  const run = await bench.library.nextRun();
  for (let firstToken = 0; firstToken < tokens; firstToken += atOnce) {
    const count = Math.min(atOnce, tokens - firstToken);
    const steps = encodeSteps(Array.from({ length: count }, () => step));
    await run.send({ kind: 'tokens', firstToken, count, steps });
    // A reader who begins inside what has just arrived is answered from the disk.
    if (count > 1) await nextEvent(bench.generation.attach(replyId, firstToken + 1, undefined));
  }
  await run.end();
  return { replyId, events: await bench.readAll(replyId) };
}

describe('a stored trace', () => {
  it.each([2, 4, 7, 16, 200])(
    'takes at most 600 bytes a token when %i tokens arrive at a time',
    async (atOnce) => {
      await write(8, 8);
      const tokens = 700;
      const before = databaseBytes();
      const { replyId, events } = await write(tokens, atOnce);
      const used = databaseBytes() - before;
      expect(used / tokens).toBeLessThanOrEqual(600);
      expect(summarise(events).text).toBe('x'.repeat(tokens));
      expect(bench.store.traces.tokenCount(replyId)).toBe(tokens);
    },
  );
});
