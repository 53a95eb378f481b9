/**
 * Cuts Markdown into its top-level blocks by looking at lines only, so that a reply that grows re-renders its last
 * block and nothing else. Page, pure. It does not parse Markdown: it only never cuts where a cut would change the meaning.
 */

/** A piece of the text; the pieces of a text follow each other without a gap. `start` is a UTF-16 offset. */
export type TextBlock = { readonly start: number; readonly text: string };

const fenceStart = /^ {0,3}(`{3,}|~{3,})/;
const listStart = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const isIndented = /^(?: {2,}|\t)/;
const isBlank = /^\s*$/;

type Kind = 'list' | 'indented' | 'other';

function kindOf(line: string): Kind {
  if (listStart.test(line)) return 'list';
  return /^(?: {4,}|\t)/.test(line) ? 'indented' : 'other';
}

/** After a blank line, does `line` still belong to the open block? */
function continues(kind: Kind, line: string): boolean {
  if (kind === 'list') return isIndented.test(line) || listStart.test(line);
  return kind === 'indented' && kindOf(line) === 'indented';
}

/** The end of the line that starts at `from`, its line break included. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at + 1;
}

/** The character that closes the fence, repeated; null outside fences. */
function nextFence(open: string | null, line: string): string | null {
  const mark = fenceStart.exec(line)?.[1] ?? null;
  if (open === null) return mark;
  const closes = mark !== null && mark.startsWith(open) && isBlank.test(line.trimStart().slice(mark.length));
  return closes ? null : open;
}

/** Top-level blocks in order; blank lines belong to the block before them. An empty text has none. */
export function splitBlocks(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let start = 0;
  let fence: string | null = null;
  let afterBlank = false;
  let kind: Kind | null = null;
  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    if (fence === null && !isBlank.test(line)) {
      if (kind !== null && afterBlank && !continues(kind, line)) {
        blocks.push({ start, text: text.slice(start, at) });
        start = at;
        kind = null;
      }
      kind ??= kindOf(line);
      afterBlank = false;
    } else if (fence === null) {
      afterBlank = true;
    }
    fence = nextFence(fence, kind === 'list' ? line.trimStart() : line);
    at = end;
  }
  if (start < text.length) blocks.push({ start, text: text.slice(start) });
  return blocks;
}
