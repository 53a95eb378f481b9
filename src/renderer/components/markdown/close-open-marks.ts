/**
 * Makes the last block of a reply that is still being written render calmly: marks that will surely be closed are
 * closed, and a last line that may yet become something else waits. Page, pure. It only appends to a text or holds
 * back its end, so offsets into the source stay true.
 */

/** A lone "-", "=" or "*" under a paragraph would turn it into a heading or a rule for a moment. */
const undecidedLastLine = /\n[ \t]*(?:[-=*_+#>]{1,3}|\d{1,3}[.)]?)[ \t]*$/;
const fence = /^ {0,3}(?:`{3,}|~{3,})/gm;

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/** The block as it should be rendered now. */
export function closeOpenMarks(block: string): string {
  const isInFence = (block.match(fence)?.length ?? 0) % 2 === 1;
  if (isInFence) return block;
  const text = block.replace(undecidedLastLine, '\n');
  if (countOf(text, '`') % 2 === 1) return text.endsWith('`') ? text.slice(0, -1) : `${text}\``;
  const withoutCode = text.replace(/`[^`]*`/g, '');
  if (countOf(withoutCode, '**') % 2 === 0) return text;
  if (/\*\*\s*$/.test(text)) return text.replace(/\*\*(\s*)$/, '$1');
  return /\s$/.test(text) ? text : `${text.replace(/\*$/, '')}**`;
}
