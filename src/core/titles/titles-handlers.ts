/**
 * Answers the titles part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { TitlesService } from './titles.ts';

export function titlesHandlers(implementer: CoreImplementer, titles: TitlesService) {
  const procedures = implementer.titles;
  return {
    write: procedures.write.handler(async ({ input }) => ({
      outcome: await titles.write(input.conversationId),
    })),
    cancel: procedures.cancel.handler(({ input }) => {
      titles.cancel(input.conversationId);
      return {};
    }),
    takeBack: procedures.takeBack.handler(({ input }) => {
      titles.takeBack(input.conversationId);
      return {};
    }),
  };
}
