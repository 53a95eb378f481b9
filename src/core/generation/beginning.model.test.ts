/**
 * The beginning of a reply that a person wrote, on real models and the whole core: it is in the reply token for token, each with the
 * probability that the model gives it there.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import { realModelPath } from '../../../fixtures/real-models.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { captured, compareSteps } from './testing/compare-steps.ts';
import { openRealCore, type RealCore } from './testing/real-core.ts';

const tiny = writeTinyLlama({ seed: 11 });
afterAll(() => rmSync(tiny.folder, { recursive: true }));

/** Of the issue: any captured log-probability, in nats. */
const tolerance = 1e-4;
/** A name of a special token is a person's words and no token of its own. */
const beginning = 'Yes, the <|im_end|> of light';

describe.each([
  ['the tiny model', () => tiny.path],
  ['SmolLM2', () => realModelPath('smolLm2')],
])('on %s', (_name, path) => {
  let core: RealCore;
  let conversationId: ConversationId;
  beforeAll(async () => {
    core = await openRealCore(path());
    conversationId = await core.newConversation({ ...samplerPresets.balanced, seed: 5, maxTokens: 8 });
  });
  afterAll(async () => await core.close());

  it.each(['model', 'none'] as const)(
    'a reply begins with the tokens of the text, each measured as the model sees it there (template: %s)',
    async (template) => {
      await core.client.conversations.update({ conversationId, template });
      const reply = await core.send(conversationId, null, 'Tell me about light.', beginning);
      const { messages, modelId } = await core.client.conversations.get({ conversationId });
      if (modelId === null) throw new Error('the conversation has a model');
      const { tokenIds } = await core.client.tokenizer.cut({ modelId, text: beginning });
      const fork = messages.find(({ id }) => id === reply.replyId)?.fork;
      expect(fork).toMatchObject({ target: 'start', text: beginning, tokenIds });
      const given = reply.steps.slice(0, tokenIds.length);
      expect(given.map(({ tokenId, origin }) => [tokenId, origin])).toEqual(
        tokenIds.map((id) => [id, 'forced']),
      );
      expect(reply.text.startsWith(beginning)).toBe(true);
      expect(reply.steps.length).toBeLessThanOrEqual(tokenIds.length + 8);
      for (const [position, step] of given.entries()) {
        if (position % 3 > 0) continue;
        const place = { kind: 'reply', messageId: reply.replyId, position } as const;
        const { distribution } = await core.probe(place);
        expect(compareSteps(step, captured(distribution)).difference).toBeLessThanOrEqual(tolerance);
      }
      const logprob = given.reduce((sum, step) => sum + (tokenLogprob(step) ?? Number.NaN), 0);
      expect(fork?.logprob).toBeCloseTo(logprob, 6);
    },
  );
});
