/**
 * What the core may answer about privacy: each schema with its shape. Runs in tests only.
 */
import { privacyReportSchema } from '../privacy.ts';
import { count, egressAttempt, listeningSocket } from './common-shapes.ts';
import { list, nullable, number, object, oneOf, text } from './shapes.ts';

export const privacyAnswers = {
  'the report of the privacy page': [
    privacyReportSchema,
    object({
      sinceMs: number(0),
      attemptCount: count,
      refusedCount: count,
      attempts: list(egressAttempt, 0, 200),
      listening: list(listeningSocket, 0, 1_000),
      data: nullable(
        object({
          path: text(0, 4_096),
          parts: list(
            object({
              kind: oneOf('database', 'backups', 'logs', 'models', 'other'),
              bytes: number(0),
              files: count,
            }),
            0,
            5,
          ),
        }),
      ),
      modelDirs: list(text(0, 4_096), 0, 1_000),
    }),
  ],
} as const;
