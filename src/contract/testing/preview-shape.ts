/**
 * The shape of what a message would cost. Runs in tests only.
 */
import { count } from './common-shapes.ts';
import { flag, list, nullable, object, oneOf, uuid, whole } from './shapes.ts';

export const preview = object({
  textTokens: count,
  promptTokens: count,
  contextTokens: whole(1),
  wouldCut: list(uuid, 0),
  summaryId: nullable(uuid),
  wouldSummarise: list(uuid, 0),
  summaryObstacle: nullable(oneOf('completion', 'noRoom')),
  parts: object({
    template: count,
    system: count,
    summary: count,
    history: count,
    attachments: count,
    text: count,
  }),
  documentTokens: list(count, 0, 20),
  beginningTokens: count,
  reserveTokens: count,
  fits: flag,
});
