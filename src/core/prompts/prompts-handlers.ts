/**
 * Answers the prompts part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { PromptsService } from './prompts.ts';

export function promptsHandlers(implementer: CoreImplementer, prompts: PromptsService) {
  const procedures = implementer.prompts;
  return {
    list: procedures.list.handler(() => prompts.list()),
    create: procedures.create.handler(({ input }) => prompts.create(input)),
    update: procedures.update.handler(({ input: { promptId, ...changes } }) =>
      prompts.update(promptId, changes),
    ),
    delete: procedures.delete.handler(({ input }) => {
      prompts.delete(input.promptId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => prompts.restore(input.promptId)),
    countUse: procedures.countUse.handler(({ input }) => {
      prompts.countUse(input.promptId);
      return {};
    }),
    import: procedures.import.handler(({ input }) => prompts.import(input.text)),
  };
}
