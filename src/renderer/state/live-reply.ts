/**
 * One reply while it is being written, as plain data, and how each event changes it. Portable, pure.
 */
import type { ReplyEvent } from '#contract/generation.ts';
import type { ReplyEnd } from '#contract/reply.ts';

export type LiveReply = {
  readonly text: string;
  /** Tokens so far; also where to attach again. */
  readonly tokens: number;
  /** How much of the prompt is evaluated; null before the first report. */
  readonly prompt: { readonly evaluated: number; readonly total: number; readonly reused: number } | null;
  /** Set once the reply has ended. */
  readonly end: ReplyEnd | null;
};

export const emptyReply: LiveReply = { text: '', tokens: 0, prompt: null, end: null };

/** The reply after an event. A chunk that is there already changes nothing; the end brings the whole text. */
export function applyReplyEvent(reply: LiveReply, event: ReplyEvent): LiveReply {
  switch (event.kind) {
    case 'prompt':
      return { ...reply, prompt: { evaluated: event.evaluated, total: event.total, reused: event.reused } };
    case 'tokens': {
      if (event.firstToken + event.count <= reply.tokens) return reply;
      return { ...reply, text: reply.text + event.text, tokens: event.firstToken + event.count };
    }
    case 'end':
      return { ...reply, text: event.text, end: event.end };
  }
}
