import { expect, test } from 'vitest';
import { applyReplyEvent, emptyReply } from './live-reply.ts';

const tokens = (firstToken: number, count: number, text: string) =>
  ({ kind: 'tokens', firstToken, count, text, steps: new Uint8Array() }) as const;

test('chunks add their text and count up to where the page attaches again', () => {
  const reply = applyReplyEvent(applyReplyEvent(emptyReply, tokens(0, 2, 'Can')), tokens(2, 3, 'berra'));
  expect(reply).toEqual({ ...emptyReply, text: 'Canberra', tokens: 5 });
});

test('a chunk that comes twice after a new connection is taken once', () => {
  const once = applyReplyEvent(emptyReply, tokens(0, 2, 'Can'));
  expect(applyReplyEvent(once, tokens(0, 2, 'Can'))).toBe(once);
});

test('the end brings the whole text and says how it ended', () => {
  const end = { reason: 'stopString', error: null, stats: null } as const;
  const before = applyReplyEvent(emptyReply, tokens(0, 2, 'Yes. STOP'));
  expect(applyReplyEvent(before, { kind: 'end', end, text: 'Yes. ' })).toEqual({
    ...before,
    text: 'Yes. ',
    end,
  });
});
