/**
 * The words that a model is asked for a title with, in the conversation's own language where Prisme has them. Runs in the
 * core. Pure. They are short: they are evaluated in one batch, which nothing can interrupt.
 */
import type { BranchTurn } from '../generation/fit-context.ts';

const requests = {
  en: 'Give this conversation a title of at most six words, in the language of the conversation. Answer with the title only.',
  fr: 'Donne à cette conversation un titre de six mots au plus. Réponds seulement par le titre.',
};

/** The turns as the model reads them, the request for a title last. */
export function withTitleRequest(turns: readonly BranchTurn[]): {
  readonly turns: readonly BranchTurn[];
  readonly request: string;
} {
  const request = requests[isFrench(turns) ? 'fr' : 'en'];
  const last = turns.at(-1);
  // Two messages of a person one after the other are refused by many templates.
  if (last?.role === 'user')
    return { turns: [...turns.slice(0, -1), { ...last, text: `${last.text}\n\n${request}` }], request };
  return { turns: [...turns, { role: 'user', text: request, messageId: null }], request };
}

const frenchWords = new Set(
  'le la les un une des du de et est en que qui je tu il elle nous vous mon ma mes pour dans avec sur pas ce cette au aux comment pourquoi'.split(
    ' ',
  ),
);
const englishWords = new Set(
  'the a an of and is are in to that what who i you he she it we my for with on not this how why can do does'.split(
    ' ',
  ),
);
/** Enough to tell; the rest of a long text says nothing else. */
const readCharacters = 2_000;

/** By its commonest words, of what people wrote: a reply may quote anything. */
export function isFrench(turns: readonly BranchTurn[]): boolean {
  const asked = turns.filter(({ role }) => role === 'user').map(({ text }) => text.slice(0, readCharacters));
  const words = asked
    .join(' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const count = (of: ReadonlySet<string>): number => words.filter((word) => of.has(word)).length;
  return count(frenchWords) > count(englishWords);
}
