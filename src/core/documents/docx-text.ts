/**
 * The text of a Word document from what mammoth has read of it: paragraphs with an empty line between them, items of lists on
 * lines of their own, rows of tables as lines, notes at the end. Pure.
 */

/** An element as mammoth 1.13 makes it (lib/documents.js), as far as its words are concerned. */
export type DocxElement = {
  readonly type: string;
  readonly children?: readonly DocxElement[];
  /** Of a text. */
  readonly value?: string;
  /** Of a paragraph. The level counts from "0". */
  readonly numbering?: { readonly isOrdered: boolean; readonly level: string } | null;
  readonly styleName?: string | null;
  /** Of a reference to a note. */
  readonly noteType?: string;
  readonly noteId?: string;
  /** Of a box to tick. */
  readonly checked?: boolean;
  /** Of the whole document: its footnotes and endnotes by the reference to them. */
  readonly notes?: { resolve(reference: DocxElement): { readonly body: readonly DocxElement[] } | null };
};

type Block = { readonly text: string; readonly isItem: boolean };

const cellEnd = ' | ';
const indentOfLevel = '  ';
const deepestLevel = 8;

export function textOfDocx(document: DocxElement): string {
  const writer = createWriter();
  const blocks = writer.blocksOf(document.children ?? []);
  // Notes may refer to notes: there may be more of them while they are read.
  for (const [reference, number] of writer.references.values()) {
    const body = document.notes?.resolve(reference)?.body ?? [];
    const text = joined(writer.blocksOf(body)).replaceAll(/\s*\n\s*/g, ' ');
    blocks.push({ text: `[${number}] ${text.trim()}`, isItem: true });
  }
  return joined(blocks);
}

function joined(blocks: readonly Block[]): string {
  const pieces: string[] = [];
  for (const [index, { text, isItem }] of blocks.entries()) {
    const before = blocks[index - 1];
    if (before !== undefined) pieces.push(isItem && before.isItem ? '\n' : '\n\n');
    pieces.push(text);
  }
  return pieces.join('');
}

function createWriter() {
  /** By the note that they refer to, with its number: one that is referred to again keeps it. */
  const references = new Map<string, readonly [DocxElement, number]>();
  const numbers = createNumbers();

  function blocksOf(elements: readonly DocxElement[]): Block[] {
    return elements.flatMap((element) => blockOf(element)).filter(({ text }) => text.trim() !== '');
  }

  function blockOf(element: DocxElement): readonly Block[] {
    if (element.type === 'table') return [{ text: rowsOf(element), isItem: false }];
    if (element.type !== 'paragraph') return [{ text: inline(element), isItem: false }];
    const text = inline(element).trim();
    const mark = numbers.markOf(element);
    if (mark === null) return [{ text, isItem: false }];
    return text === '' ? [] : [{ text: `${mark}${text}`, isItem: true }];
  }

  function rowsOf(table: DocxElement): string {
    const rows = (table.children ?? []).map((row) =>
      (row.children ?? []).map((cell) => oneLine(blocksOf(cell.children ?? []))).join(cellEnd),
    );
    return rows.join('\n');
  }

  const oneLine = (blocks: readonly Block[]): string =>
    blocks.map(({ text }) => text.replaceAll(/\s+/g, ' ').trim()).join(' ');

  function numberOf(reference: DocxElement): number {
    const key = `${reference.noteType}-${reference.noteId}`;
    const [, number] = references.get(key) ?? [reference, references.size + 1];
    references.set(key, [reference, number]);
    return number;
  }

  function inline(element: DocxElement): string {
    if (element.type === 'text') return element.value ?? '';
    if (element.type === 'tab') return '\t';
    if (element.type === 'break') return '\n';
    if (element.type === 'checkbox') return element.checked === true ? '[x] ' : '[ ] ';
    if (element.type === 'noteReference') return `[${numberOf(element)}]`;
    if (element.type === 'table') return rowsOf(element);
    return (element.children ?? []).map(inline).join('');
  }

  return { blocksOf, references };
}

/** The numbers of lists. Which items belong together is not said, so a paragraph between them begins another list. */
function createNumbers() {
  let counts: number[] = [];

  return {
    /** What stands before the text of an item; null: it is none. Numbered headings keep their words only. */
    markOf({ numbering, styleName }: DocxElement): string | null {
      if (!numbering || /^heading/i.test(styleName ?? '')) {
        counts = [];
        return null;
      }
      const level = Math.min(deepestLevel, Math.max(0, Number.parseInt(numbering.level, 10) || 0));
      counts = counts.slice(0, level + 1);
      const count = (counts[level] ?? 0) + 1;
      counts[level] = count;
      return `${indentOfLevel.repeat(level)}${numbering.isOrdered ? `${count}.` : '-'} `;
    },
  };
}
