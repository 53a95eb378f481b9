/**
 * What stands between double braces in a prompt: `{{name}}`, `{{name:default}}`, `{{name|one|another}}`, and `{{date}}` and
 * `{{time}}`, which fill themselves. Portable, pure. Anything else is text as it is written; a backslash before the braces
 * (`\{{name}}`) makes text of a variable.
 */

export type BuiltIn = 'date' | 'time';

export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'builtIn'; readonly name: BuiltIn; readonly source: string }
  | { readonly kind: 'variable'; readonly variable: TemplateVariable; readonly source: string };

export type TemplateVariable = {
  readonly name: string;
  /** What it has unless something else is given; empty: nothing. The first choice where there are choices. */
  readonly fallback: string;
  /** Empty: any text. */
  readonly choices: readonly string[];
};

/** By the name of a variable. */
export type TemplateValues = Readonly<Record<string, string>>;

/** A name is letters, digits, spaces, hyphens and underscores, 40 at most; nothing of it reaches over a line. */
const braces =
  /(\\?)\{\{[ \t]*([\p{L}\p{N}_][\p{L}\p{M}\p{N}_ -]{0,39}?)[ \t]*(?:([:|])([^{}\n\r]{0,2000}))?\}\}/gu;

export function parseTemplate(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  const addText = (more: string): void => {
    const last = pieces.at(-1);
    if (more === '') return;
    if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text + more };
    else pieces.push({ kind: 'text', text: more });
  };
  for (const match of text.matchAll(braces)) {
    const [source, escape, name = '', sign, rest = ''] = match;
    addText(text.slice(end, match.index));
    end = match.index + source.length;
    if (escape !== '') addText(source.slice(1));
    else if (sign === undefined && (name === 'date' || name === 'time'))
      pieces.push({ kind: 'builtIn', name, source });
    else pieces.push({ kind: 'variable', variable: toVariable(name, sign, rest), source });
  }
  addText(text.slice(end));
  return pieces;
}

function toVariable(name: string, sign: string | undefined, rest: string): TemplateVariable {
  if (sign !== '|') return { name, fallback: rest.trim(), choices: [] };
  const choices = [...new Set(rest.split('|').map((choice) => choice.trim()))].filter(
    (choice) => choice !== '',
  );
  return { name, fallback: choices[0] ?? '', choices };
}

/** Each once, in the order of the text. Where one occurs several times, the first with choices or a default says which. */
export function variablesOf(pieces: readonly TemplatePiece[]): TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  for (const piece of pieces) {
    if (piece.kind !== 'variable') continue;
    const { variable } = piece;
    const known = found.get(variable.name);
    if (!known || (known.fallback === '' && known.choices.length === 0)) found.set(variable.name, variable);
  }
  return [...found.values()];
}

/** The same, each with its own value where one is given. What is given is never read as a template again. */
export function fillTemplate(
  pieces: readonly TemplatePiece[],
  values: TemplateValues,
  builtIns: Readonly<Record<BuiltIn, string>>,
): string {
  const fallbacks = new Map(variablesOf(pieces).map(({ name, fallback }) => [name, fallback]));
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      if (piece.kind === 'builtIn') return builtIns[piece.name];
      const { name } = piece.variable;
      return (Object.hasOwn(values, name) ? values[name] : undefined) ?? fallbacks.get(name) ?? '';
    })
    .join('');
}

/** Day and time of the machine, as they are written in a language. */
export function builtInsAt(nowMs: number, language: string): Record<BuiltIn, string> {
  const date = new Date(nowMs);
  return {
    date: new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(date),
    time: new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(date),
  };
}
