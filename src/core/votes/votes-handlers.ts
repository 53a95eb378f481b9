/**
 * Answers the votes part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { VotesService } from './votes.ts';

export function votesHandlers(implementer: CoreImplementer, votes: VotesService) {
  const procedures = implementer.votes;
  return {
    list: procedures.list.handler(() => votes.list()),
    begin: procedures.begin.handler(({ input }) => votes.begin(input.folder, input.lanes, input.question)),
    next: procedures.next.handler(({ input }) => votes.next(input.comparisonId, input.question)),
    get: procedures.get.handler(({ input }) => votes.get(input.comparisonId)),
    vote: procedures.vote.handler(({ input }) => votes.vote(input.comparisonId, input.choice)),
    takeBack: procedures.takeBack.handler(({ input }) => votes.takeBack(input.comparisonId)),
    stop: procedures.stop.handler(({ input }) => {
      votes.stop(input.comparisonId);
      return {};
    }),
    resume: procedures.resume.handler(({ input }) => votes.resume(input.comparisonId)),
    delete: procedures.delete.handler(({ input }) => {
      votes.delete(input.comparisonId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => {
      votes.restore(input.comparisonId);
      return {};
    }),
    ratings: procedures.ratings.handler(({ input }) => votes.ratings(input.folder)),
  };
}
