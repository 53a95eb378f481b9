/**
 * The shapes of a token that a model hesitated at, and of its reply. Runs in tests only.
 */
import * as shapes from './common-shapes.ts';
import { flag, nullable, number, object, oneOf, sha256, text, type Shape, uuid, whole } from './shapes.ts';

const { count, fraction, most, position, tokenId } = shapes;
const stage = oneOf(...shapes.stageNames);
const anyBytes: Shape = {
  valid: [new Uint8Array(1), new Uint8Array(0)],
  invalid: [[1], { length: 1 }, 'x', null, undefined],
};

export const hesitation = object({
  position,
  tokenId,
  bytes: anyBytes,
  before: text(0, 10_000),
  after: text(0, 10_000),
  probability: fraction,
  surprisalBits: number(0),
  rank: nullable(whole(1)),
  captured: whole(1, most),
  margin: fraction,
  favouriteId: tokenId,
  favouriteBytes: anyBytes,
  favouriteProbability: fraction,
  isProbabilityExact: flag,
  removedBy: nullable(stage),
  isRemovalExact: flag,
});
export const hesitantReply = object({
  conversationId: uuid,
  title: text(0, 200),
  messageId: uuid,
  modelName: text(0, 300),
  vocabularyHash: sha256,
  createdAtMs: count,
});
