/**
 * What the core may answer about a search: its schema with its shape. Runs in tests only.
 */
import { searchContract } from '../search.ts';
import { outputOf } from './expect-bounds.ts';
import { flag, list, nullable, object, oneOf, sha256, text, uuid, whole } from './shapes.ts';

const place = { conversationId: uuid, title: text(0, 200), comparisonId: nullable(uuid), isArchived: flag };
const count = whole(0);

export const searchAnswer = [
  outputOf(searchContract.find),
  object({
    titles: list(object(place), 0, 20),
    hits: list(
      object({
        ...place,
        messageId: uuid,
        role: oneOf('user', 'assistant'),
        createdAtMs: count,
        modelName: nullable(text(0, 300)),
        document: nullable(object({ id: sha256, name: text(1, 300), page: nullable(whole(1, 10_000)) })),
        passage: list(object({ text: text(0, 4_000), isMatch: flag }), 0, 500),
      }),
      0,
      390,
    ),
    next: nullable(count),
  }),
] as const;
