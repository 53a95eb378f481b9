/**
 * The shapes of blind votes. Runs in tests only.
 */
import { longText, timestampMs } from './common-shapes.ts';
import { flag, kinds, nullable, number, object, oneOf, sha256, text, uuid, whole } from './shapes.ts';

const votedModel = object({ id: sha256, name: text(0, 400) });
const roundFields = {
  comparisonId: uuid,
  folder: text(1, 100),
  createdAtMs: timestampMs,
  vote: nullable(
    object({ choice: oneOf('a', 'b', 'tie', 'bothBad'), votedAtMs: timestampMs, isChanged: flag }),
  ),
  canTakeBack: flag,
  models: nullable(object({ a: votedModel, b: votedModel })),
};
export const voteSummary = object({ ...roundFields, question: text(0, 200) });
export const voteRound = object({
  ...roundFields,
  question: longText,
  hasComparison: flag,
  state: kinds({
    writing: {},
    stopped: {},
    failed: { code: oneOf('model.corrupt', 'egress.denied') },
    ready: {},
  }),
  answers: nullable(object({ a: longText, b: longText })),
});

const points = number(-1e6, 1e6);
const count = whole(0, 10_000);
export const voteRating = object({
  model: votedModel,
  votes: count,
  wins: count,
  losses: count,
  ties: count,
  bothBad: count,
  rating: kinds({
    rated: { points, low: nullable(points), high: nullable(points) },
    notEnoughVotes: { reason: oneOf('noVotes', 'neverLost', 'neverWon', 'apart') },
  }),
});
