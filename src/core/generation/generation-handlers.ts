/**
 * Answers the generation part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { GenerationService } from './generation-service.ts';

export function generationHandlers(implementer: CoreImplementer, generation: GenerationService) {
  const procedures = implementer.generation;
  return {
    send: procedures.send.handler(({ input }) => generation.send(input)),
    regenerate: procedures.regenerate.handler(({ input }) => generation.regenerate(input)),
    continue: procedures.continue.handler(({ input }) => generation.continue(input)),
    branch: procedures.branch.handler(({ input }) => generation.branch(input)),
    stop: procedures.stop.handler(({ input }) => {
      generation.stop(input.replyId);
      return {};
    }),
    attach: procedures.attach.handler(({ input, signal }) =>
      generation.attach(input.replyId, input.fromToken, signal),
    ),
    preview: procedures.preview.handler(({ input }) => generation.preview(input)),
  };
}
