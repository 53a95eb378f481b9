/**
 * The text of a file that a person opened. Page.
 */

/** Null: it is not UTF-8, or could not be read. */
async function readUtf8(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** Why a text is not taken. */
export type TextProblem = 'notUtf8' | 'tooLong';

/** Gives the file's text to `take`, or says why not. A file that cannot but be too long is not read. */
export async function openTextFile(
  file: File,
  mostCharacters: number,
  {
    take,
    refuse,
  }: { readonly take: (text: string) => void; readonly refuse: (problem: TextProblem) => void },
): Promise<void> {
  // A character takes four bytes at most.
  if (file.size > mostCharacters * 4) return refuse('tooLong');
  const text = await readUtf8(file);
  return text === null ? refuse('notUtf8') : take(text);
}
