import { expect, test } from 'vitest';
import type { Message } from '#contract/conversations.ts';
import { messageIdSchema } from '#contract/ids.ts';
import type { FinishReason } from '#contract/reply.ts';
import { canContinue } from './reply-actions.ts';

function reply(reason: FinishReason | null): Message {
  return {
    id: messageIdSchema.parse('00000000-0000-4000-8000-000000000001'),
    parentId: null,
    role: 'assistant',
    text: 'Can',
    documents: [],
    createdAtMs: 0,
    state: reason ? 'complete' : 'streaming',
    end: reason ? { reason, error: null, stats: null } : null,
    model: null,
    settings: null,
    seed: null,
    cutMessageIds: [],
    fork: null,
    hasTrace: true,
  };
}

test('a reply can go on after a limit, Stop or an interruption, and only then', () => {
  const answers = (
    ['tokenLimit', 'stopped', 'interrupted', 'endToken', 'stopString', 'contextLimit', null] as const
  ).map((reason) => canContinue(reply(reason)));
  expect(answers).toEqual([true, true, true, false, false, false, false]);
});

test('a reply without a word has nothing to go on from', () => {
  expect(canContinue({ ...reply('stopped'), text: '' })).toBe(false);
});
