/**
 * A list of short texts as lines in a field: `\n` stands for a line break, `\\` for a backslash. Portable, pure.
 */
export function toLines(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')).join('\n');
}

export function fromLines(lines: string): string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\\(n|\\)/g, (_match, mark: string) => (mark === 'n' ? '\n' : '\\')));
}
