/**
 * Tables as CSV. Page, pure. RFC 4180 (commas, CRLF, quotes doubled), decimal points in every language, UTF-8.
 */
export type CsvCell = string | number | boolean | null;

/** What a spreadsheet would take for a formula. Only texts are: a negative number stays a number. */
const formulaStart = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

/** With it Excel reads a file as UTF-8. */
export const byteOrderMark = '\ufeff';

/** Null and numbers that are no numbers are empty; a text that looks like a formula gets an apostrophe in front. */
export function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (typeof cell === 'boolean') return String(cell);
  const text = formulaStart.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A whole table; the first line holds the names of the columns. */
export function csvTable(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return byteOrderMark + [columns, ...rows].map(csvLine).join('');
}
