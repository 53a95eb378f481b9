/**
 * Where the sentences of a text begin, and how many words it has. Portable, pure.
 */

/** First bytes (UTF-8) of the sentences, ascending, from 0. The rules of Unicode (UAX 29) are the same in every language. */
export function sentenceStarts(text: string): number[] {
  const encoder = new TextEncoder();
  const starts: number[] = [];
  let at = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)) {
    starts.push(at);
    at += encoder.encode(segment).length;
  }
  return starts;
}

/** Words as a dictionary would have them: no spaces, no punctuation. */
export function countWords(text: string): number {
  let words = 0;
  for (const { isWordLike } of new Intl.Segmenter('fr', { granularity: 'word' }).segment(text))
    if (isWordLike === true) words++;
  return words;
}
