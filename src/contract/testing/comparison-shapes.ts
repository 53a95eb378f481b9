/**
 * The shapes of comparisons. Runs in tests only.
 */
import { errorRecord, longText, timestampMs } from './common-shapes.ts';
import { flag, kinds, list, object, oneOf, text, uuid, whole } from './shapes.ts';

const comparisonFields = {
  id: uuid,
  title: text(0, 200),
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  isRunning: flag,
};
const lane = object({
  conversationId: uuid,
  state: kinds({
    done: {},
    waiting: { reason: oneOf('turn', 'memory', 'cores', 'comparison') },
    loading: {},
    writing: { replyId: uuid },
    stopped: {},
    failed: { error: errorRecord },
  }),
  turnsDone: whole(0, 1_000),
});
export const comparison = object({
  ...comparisonFields,
  draft: longText,
  turns: list(longText, 0, 1_000),
  lanes: list(lane, 0, 6),
});
export const comparisonSummary = object({
  ...comparisonFields,
  firstPrompt: text(0, 200),
  lanes: whole(0, 6),
});
