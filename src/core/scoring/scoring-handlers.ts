/**
 * Answers the scoring part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { ScoringService } from './scoring.ts';

export function scoringHandlers(implementer: CoreImplementer, scoring: ScoringService) {
  const procedures = implementer.scoring;
  return {
    start: procedures.start.handler(({ input }) => ({ jobId: scoring.start(input) })),
    latest: procedures.latest.handler(() => scoring.latest()),
    attach: procedures.attach.handler(({ input, signal }) =>
      scoring.attach(input.jobId, input.fromToken, signal),
    ),
    pause: procedures.pause.handler(({ input }) => {
      scoring.wish(input.jobId, 'pause');
      return {};
    }),
    resume: procedures.resume.handler(({ input }) => {
      scoring.wish(input.jobId, 'run');
      return {};
    }),
    cancel: procedures.cancel.handler(({ input }) => {
      scoring.wish(input.jobId, 'cancel');
      return {};
    }),
  };
}
