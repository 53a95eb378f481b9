/** The sum over a reply's tokens, from the traces of the scripted engine. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { messageIdSchema } from '#contract/ids.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

it('adds ln p of every captured token, and leaves out what has no trace', async () => {
  const conversationId = bench.newConversation();
  const sent = await bench.send(conversationId, 'hello');
  const run = await bench.library.nextRun();
  const reading = bench.readAll(sent.replyId);
  await run.write('a colour');
  await run.end();
  await reading;
  const steps = bench.traces
    .chunks(sent.replyId, 0, 10_000)
    .flatMap((chunk) => [...decodeSteps(chunk.steps)]);
  const expected = steps.reduce((sum, step) => sum + (tokenLogprob(step) ?? Number.NaN), 0);
  const unknown = messageIdSchema.parse('00000000-0000-4000-8000-000000000000');
  const sums = await bench.traces.sums([unknown, sent.replyId, sent.userMessageId ?? unknown]);
  expect(steps.length).toBeGreaterThan(1);
  expect(sums).toEqual([
    {
      messageId: sent.replyId,
      tokens: steps.length,
      logprob: expected,
      isExact: steps.every((step) => step.isLogZExact),
    },
  ]);
});
