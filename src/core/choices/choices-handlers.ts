/**
 * Answers the choices part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { ChoicesService } from './choices.ts';

export function choicesHandlers(implementer: CoreImplementer, choices: ChoicesService) {
  const procedures = implementer.choices;
  return {
    start: procedures.start.handler(({ input }) => ({ jobId: choices.start(input) })),
    latest: procedures.latest.handler(() => choices.latest()),
    attach: procedures.attach.handler(({ input, signal }) =>
      choices.attach(input.jobId, input.fromItem, signal),
    ),
    pause: procedures.pause.handler(({ input }) => {
      choices.wish(input.jobId, 'pause');
      return {};
    }),
    resume: procedures.resume.handler(({ input }) => {
      choices.wish(input.jobId, 'run');
      return {};
    }),
    cancel: procedures.cancel.handler(({ input }) => {
      choices.wish(input.jobId, 'cancel');
      return {};
    }),
  };
}
