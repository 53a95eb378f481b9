/**
 * The fixed edits that make variants of a prompt: each changes one thing, always in the same way. Portable, pure. None
 * of them translates: what is the same in another language is typed by a person.
 */

export const promptEditIds = [
  'uppercase',
  'lowercase',
  'noAccents',
  'leadingSpace',
  'trailingSpace',
  'doubleSpaces',
  'straightQuotes',
  'curlyQuotes',
  'guillemets',
  'politeEnglish',
  'politeFrench',
  'questionEnglish',
  'questionFrench',
] as const;
export type PromptEditId = (typeof promptEditIds)[number];

/** The variant; null: there is nothing in the text that the edit would change. */
export type PromptEdit = (text: string) => string | null;

/** Pairs of quotes as they are found, the French ones with the spaces inside them. */
const quoted = /"([^"]*)"|“([^”]*)”|«\s*([^«»]*?)\s*»/gu;
const noBreakSpace = '\u00a0';

/** What stands alone at the end of a question. */
const endsAsQuestion = (text: string): boolean => /[?？]\s*$/u.test(text);
const ligatures: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' };

export const promptEdits: Readonly<Record<PromptEditId, PromptEdit>> = {
  uppercase: (text) => changed(text, text.toUpperCase()),
  lowercase: (text) => changed(text, text.toLowerCase()),
  noAccents: (text) => changed(text, withoutAccents(text)),
  leadingSpace: (text) => (/^\s/u.test(text) ? null : ` ${text}`),
  trailingSpace: (text) => (/\s$/u.test(text) ? null : `${text} `),
  doubleSpaces: (text) => changed(text, text.replaceAll(/(?<=\S) (?=\S)/gu, '  ')),
  straightQuotes: (text) => changed(text, requote(text, '"', '"')),
  curlyQuotes: (text) => changed(text, requote(text, '“', '”')),
  guillemets: (text) => changed(text, requote(text, `«${noBreakSpace}`, `${noBreakSpace}»`)),
  politeEnglish: (text) => (/\bplease\b/iu.test(text) ? null : `Please: ${text}`),
  politeFrench: (text) => (/s['’]il (vous|te) pla[iî]t/iu.test(text) ? null : `S’il vous plaît : ${text}`),
  questionEnglish: (text) => (endsAsQuestion(text) ? null : `What comes after this: ${text}?`),
  questionFrench: (text) =>
    endsAsQuestion(text) ? null : `Qu’est-ce qui vient après ceci : ${text}${noBreakSpace}?`,
};

export type EditedPrompt = { readonly edit: PromptEditId; readonly text: string };

/** The variants that the wanted edits make, in their fixed order, without those that change nothing. */
export function editPrompt(text: string, wanted: ReadonlySet<PromptEditId>): EditedPrompt[] {
  return promptEditIds.flatMap((edit) => {
    const variant = wanted.has(edit) ? promptEdits[edit](text) : null;
    return variant === null ? [] : [{ edit, text: variant }];
  });
}

const changed = (before: string, after: string): string | null => (after === before ? null : after);

/** Unicode's own parting of a letter and its marks, for Latin letters only: elsewhere a mark is more than an accent. */
function withoutAccents(text: string): string {
  return text
    .replaceAll(/[œŒæÆ]/gu, (letter) => ligatures[letter] ?? letter)
    .replaceAll(/\p{Script=Latin}\p{M}*/gu, (letter) => letter.normalize('NFD').replaceAll(/\p{M}/gu, ''));
}

function requote(text: string, open: string, close: string): string {
  return text.replaceAll(
    quoted,
    (_, straight: string | undefined, curly: string | undefined, french: string | undefined) =>
      open + (straight ?? curly ?? french ?? '') + close,
  );
}
