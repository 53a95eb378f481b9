/**
 * The beginning of a reply in which a model that thinks aloud has thought already: an empty thought, as those models'
 * own templates write it where thinking is switched off. Runs in the core. A title is not worth hundreds of tokens of
 * thought, which would all have to give way to the next reply.
 */
import type { Vocabulary } from '#contract/models.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';

const marks = { open: '<think>', close: '</think>' } as const;

/**
 * @param prompt the rendered prompt; some templates open the thought in it
 * @param blankLine the tokens of an empty line
 * @returns tokens to put behind the prompt; none: the model's vocabulary has no such marks
 */
export function thoughtBefore(
  vocabulary: Vocabulary,
  prompt: readonly number[],
  blankLine: readonly number[],
): readonly number[] {
  const open = find(vocabulary, marks.open);
  const close = find(vocabulary, marks.close);
  if (open === null || close === null) return [];
  // An open thought needs its end alone; one that the template closed needs nothing.
  const last = prompt.findLast((id) => id === open || id === close);
  const isBehind = last !== undefined && prompt.lastIndexOf(last) >= prompt.length - mostBehind;
  if (isBehind && last === close) return [];
  const start = isBehind ? [] : [open];
  return [...start, ...blankLine, close, ...blankLine];
}

/** Tokens that a template writes behind such a mark: line breaks. */
const mostBehind = 4;

/** The id of the token that is this mark and nothing else. */
function find(vocabulary: Vocabulary, mark: string): number | null {
  const table = vocabularyTable(vocabulary);
  const wanted = new TextEncoder().encode(mark);
  for (let id = 0; id < table.size; id++) {
    const { bytes } = table.piece(id);
    if (bytes.length === wanted.length && bytes.every((byte, index) => byte === wanted[index])) return id;
  }
  return null;
}
