/**
 * One reply while it is being written, as plain data, and how each event changes it. Portable, pure.
 */
import type { ReplyEvent } from '#contract/generation.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import type { SummaryProgress } from '#contract/summaries.ts';

export type LiveReply = {
  readonly text: string;
  /** Tokens so far; also where to attach again. */
  readonly tokens: number;
  /** How much of the prompt is evaluated; null before the first report. */
  readonly prompt: { readonly evaluated: number; readonly total: number; readonly reused: number } | null;
  /** The oldest messages are being summarised; null: they are not, or not any more. */
  readonly summary: SummaryProgress | null;
  /** Set once the reply has ended. */
  readonly end: ReplyEnd | null;
};

export const emptyReply: LiveReply = { text: '', tokens: 0, prompt: null, summary: null, end: null };

/** The reply after an event. A chunk that is there already changes nothing; the end brings the whole text. */
export function applyReplyEvent(reply: LiveReply, event: ReplyEvent): LiveReply {
  switch (event.kind) {
    case 'summary':
      return { ...reply, summary: event };
    case 'prompt': {
      const { evaluated, total, reused } = event;
      return { ...reply, summary: null, prompt: { evaluated, total, reused } };
    }
    case 'tokens': {
      if (event.firstToken + event.count <= reply.tokens) return reply;
      return { ...reply, text: reply.text + event.text, tokens: event.firstToken + event.count };
    }
    case 'end':
      return { ...reply, text: event.text, end: event.end };
  }
}
