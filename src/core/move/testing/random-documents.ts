/**
 * Documents from a seed, some of them held more than once. Runs in tests only.
 */
import type { DocumentId } from '#contract/ids.ts';
import type { Store } from '../../db/store.ts';
import { documentId } from '../../documents/document-id.ts';
import type { Dice } from './dice.ts';

/** Up to three that are stored then; mostly none. */
export function randomDocuments(
  { documents }: Pick<Store, 'documents'>,
  dice: Dice,
  textOf: (dice: Dice) => string,
): DocumentId[] {
  const wanted = dice.next() < 0.7 ? 0 : dice.int(1, 3);
  const ids = Array.from({ length: wanted }, () => {
    const isPaged = dice.next() < 0.5;
    const text = dice.pick([
      ['always the same page'],
      Array.from({ length: isPaged ? dice.int(1, 4) : 1 }, () => textOf(dice)),
    ]);
    const format = isPaged
      ? ('pdf' as const)
      : dice.pick(['plain', 'markdown', 'csv', 'code', 'docx'] as const);
    const about = {
      name: dice.pick(['été.pdf', 'a "b".txt', '行.md']),
      format,
      isPaged,
      sizeBytes: dice.int(0, 9),
    };
    const id = documentId(about, text);
    documents.insert({ id, ...about, pages: text.length, text });
    return id;
  });
  return [...new Set(ids)];
}
