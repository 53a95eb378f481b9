/**
 * The lines of a page from the pieces of text that PDF.js finds on it, in the order in which the page writes them: that is
 * the order of reading, also in columns. Pure.
 */

/** A piece of text, as PDF.js gives it. Lengths in points; `transform` ends with the place of its baseline. */
export type PdfText = {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
};

export type PdfLine = {
  readonly text: string;
  /** Where it begins, from the left and from the bottom. */
  readonly x: number;
  readonly y: number;
  /** Of its tallest letters. */
  readonly height: number;
};

/** Empty lines are left out: what separates lines is how far apart they are. */
export function linesOf(items: readonly PdfText[]): readonly PdfLine[] {
  const lines: PdfLine[] = [];
  let pieces: PdfText[] = [];
  const endLine = (): void => {
    const line = lineOf(pieces);
    if (line !== null) lines.push(line);
    pieces = [];
  };
  for (const item of items) {
    pieces.push(item);
    if (item.hasEOL) endLine();
  }
  endLine();
  return lines;
}

function lineOf(pieces: readonly PdfText[]): PdfLine | null {
  const text = normal(pieces.map(({ str }) => str).join(''));
  const first = pieces.find(({ str }) => str.trim() !== '');
  if (text === '' || first === undefined) return null;
  const height = pieces.reduce((most, piece) => Math.max(most, piece.height), 0);
  return { text, x: first.transform[4] ?? 0, y: first.transform[5] ?? 0, height };
}

const ligatures: Readonly<Record<string, string>> = {
  '\uFB00': 'ff',
  '\uFB01': 'fi',
  '\uFB02': 'fl',
  '\uFB03': 'ffi',
  '\uFB04': 'ffl',
  '\uFB05': 'st',
  '\uFB06': 'st',
};

/** One space between words, letters for ligatures, no control characters. A soft hyphen stays where it ends the line. */
function normal(text: string): string {
  return text
    .replace(/[\uFB00-\uFB06]/g, (ligature) => ligatures[ligature] ?? ligature)
    .replace(/[ \t\n\r]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .replace(/\u00AD(?!$)/g, '');
}
