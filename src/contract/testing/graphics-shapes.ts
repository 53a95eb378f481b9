/**
 * The shape of what an engine says of graphics cards. Runs in tests only.
 */
import { list, nullable, number, object, oneOf, optional, text, whole } from './shapes.ts';

const kind = oneOf('cuda', 'vulkan', 'metal');
const card = object({
  names: list(text(0, 300), 0, 64),
  layers: whole(0, 10_000),
  totalLayers: whole(0, 10_000),
  totalBytes: number(0, 1e15),
  freeBytes: number(0, 1e15),
  heldBytes: nullable(number(0, 1e15)),
});

export const graphics = object({
  found: list(kind, 0, 3),
  used: nullable(kind),
  notUsed: nullable(oneOf('off', 'none', 'notStarted', 'loadFailed')),
  reason: nullable(text(0, 2_000)),
  card: optional(card),
});
