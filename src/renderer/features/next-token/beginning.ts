/**
 * Remembers which exact tokens stand before the caret. Page, pure. A token that was picked is kept as its id: a text
 * alone would be cut again, perhaps elsewhere. The ids hold for as long as the text is the one that they make.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { createUtf8Stream } from '#probability/utf8-stream.ts';
import { countCutBytes } from '#probability/utf8.ts';

/** Tokens that are known to stand before some place: what was read there, and what was picked after it. */
export type Beginning = {
  /** The model and the fields around the text; other ones make it another beginning. */
  readonly context: string;
  readonly base: { readonly text: string; readonly tokenIds: readonly number[] };
  readonly picks: readonly number[];
  /** True: the base came from elsewhere, with marks that no text shows; text typed behind it is cut by itself. */
  readonly isGiven: boolean;
};

/** The part of a beginning that stands before the caret. `rest`: text behind it that has no ids yet. */
export type KnownIds = {
  readonly tokenIds: readonly number[];
  /** How many of the picks are among them. */
  readonly pickCount: number;
  readonly rest: string;
};

/**
 * The text of tokens: marks have none, and the bytes of a character that is still incomplete have none yet.
 * @param held bytes before them that wait for the rest of their character
 * @returns the text after each of them
 */
export function textsAfter(
  vocabulary: VocabularyTable,
  tokenIds: readonly number[],
  held: Uint8Array = new Uint8Array(0),
): readonly string[] {
  const stream = createUtf8Stream();
  stream.push(held);
  let text = '';
  return tokenIds.map((id) => {
    if (!vocabulary.isMark(id)) text += stream.push(vocabulary.piece(id).bytes);
    return text;
  });
}

/** The bytes at the end that are not yet a character; empty when the last one is complete. */
export function openBytes(vocabulary: VocabularyTable, tokenIds: readonly number[]): Uint8Array {
  // A character has at most four bytes: earlier tokens cannot be part of it.
  const bytes = tokenIds
    .slice(-4)
    .flatMap((id) => (vocabulary.isMark(id) ? [] : [...vocabulary.piece(id).bytes]));
  const text = Uint8Array.from(bytes);
  return text.subarray(text.length - countCutBytes(text));
}

/** The ids that stand for exactly `before`; null: the text has to be cut. The most picks that fit are kept. */
export function knownIds(
  beginning: Beginning | null,
  context: string,
  before: string,
  vocabulary: VocabularyTable,
): KnownIds | null {
  if (beginning === null || beginning.context !== context) return null;
  const { base, picks, isGiven } = beginning;
  if (!before.startsWith(base.text)) return null;
  const behind = before.slice(base.text.length);
  const texts = ['', ...textsAfter(vocabulary, picks, openBytes(vocabulary, base.tokenIds))];
  const pickCount = texts.lastIndexOf(behind);
  if (pickCount >= 0)
    return { tokenIds: [...base.tokenIds, ...picks.slice(0, pickCount)], pickCount, rest: '' };
  return isGiven ? { tokenIds: base.tokenIds, pickCount: 0, rest: behind } : null;
}

/** The beginning after one more token was picked at a place whose tokens are `tokenIds`. */
export function withPick(
  beginning: Beginning | null,
  place: { readonly context: string; readonly before: string; readonly tokenIds: readonly number[] },
  known: KnownIds | null,
  tokenId: number,
): Beginning {
  if (beginning !== null && known !== null && known.rest === '')
    return { ...beginning, picks: [...beginning.picks.slice(0, known.pickCount), tokenId] };
  const { context, before, tokenIds } = place;
  const isGiven = beginning?.isGiven === true && known !== null;
  return { context, base: { text: before, tokenIds }, picks: [tokenId], isGiven };
}

/** The text that a beginning stands for. */
export function textOf({ base, picks }: Beginning, vocabulary: VocabularyTable): string {
  const held = openBytes(vocabulary, base.tokenIds);
  return base.text + (textsAfter(vocabulary, picks, held).at(-1) ?? '');
}
