/**
 * Puts a passage into a message as a Markdown quotation. Pure.
 */

/** Each line marked, empty ones too: a quotation does not fall apart at a paragraph. */
export function asQuotation(passage: string): string {
  const lines = passage.replaceAll('\r\n', '\n').trim().split('\n');
  return lines.map((line) => (line.trim() === '' ? '>' : `> ${line.trimEnd()}`)).join('\n');
}

/** Behind what was written already, with room to go on below. */
export function withQuote(draft: string, passage: string): string {
  const before = draft.trimEnd();
  return `${before}${before === '' ? '' : '\n\n'}${asQuotation(passage)}\n\n`;
}
