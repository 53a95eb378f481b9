/**
 * Text in a picture that is drawn without a browser's help: widths by counting columns of a fixed pitch, lines broken
 * by that count, and characters that XML allows. Page, pure.
 */
export const monoFont = 'ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace';
export const sansFont = 'system-ui, Segoe UI, Helvetica, Arial, sans-serif';

/** Columns that a character takes: none for marks that join, two for East Asian wide ones and pictures. */
function columnsOfCharacter(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (/^(?:\p{M}|[\u200b-\u200d])/u.test(character)) return 0;
  return /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Width of a text in columns of a fixed-pitch font. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character);
  return columns;
}

const forbidden =
  // eslint-disable-next-line no-control-regex -- the characters that XML 1.0 forbids are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function escapeXml(text: string): string {
  return text
    .replace(forbidden, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Lines of at most `columns` characters, broken between words; a longer word is cut. */
export function wrapLines(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    while (columnsOf(line) > columns) {
      lines.push(line.slice(0, columns));
      line = line.slice(columns);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

type TextLook = { readonly size: number; readonly fill: string; readonly weight?: number };

/** One line of sans-serif text. */
export function svgText(x: number, y: number, text: string, { size, fill, weight = 400 }: TextLook): string {
  return `<text x="${x}" y="${y}" font-family="${sansFont}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escapeXml(text)}</text>`;
}
