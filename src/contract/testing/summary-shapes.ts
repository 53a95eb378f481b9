/**
 * Shapes of summaries: what a page may ask for, and what the core may answer. Runs in tests only.
 */
import { summariesContract, summaryReadSchema, summarySchema } from '../summaries.ts';
import { count, modelName, position, timestampMs } from './common-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import { flag, list, nullable, object, oneOf, text, uuid, whole } from './shapes.ts';

const words = text(1, 20_000);
const named = { conversationId: uuid, summaryId: uuid };

const summary = object({
  id: uuid,
  lastMessageId: uuid,
  messageCount: whole(1, 10_000_000),
  text: words,
  model: modelName,
  createdAtMs: timestampMs,
  isEdited: flag,
  tokens: nullable(position),
  state: oneOf('current', 'replaced', 'dropped'),
});
const read = object({
  messageId: uuid,
  summaryId: nullable(uuid),
  failure: nullable(oneOf('empty', 'failed', 'completion', 'noRoom')),
});

export const summaryShapes = {
  inputs: {
    edit: object({ ...named, text: words }),
    drop: object(named),
    restore: object(named),
    rewrite: object(named),
  },
  ofConversation: { summaries: list(summary, 0), summaryReads: list(read, 0) },
  progress: {
    messages: whole(1),
    part: whole(1),
    parts: whole(1),
    evaluated: count,
    total: count,
    tokens: count,
  },
};

export const summaryAnswers = {
  'a summary': [summarySchema, summary],
  'a changed summary': [outputOf(summariesContract.edit), summary],
  'a summary that was taken back': [outputOf(summariesContract.restore), summary],
  'what a reply read': [summaryReadSchema, read],
} as const;
