/**
 * The bytes of a file, and the text of one or of the standard input, for the commands that read them. Runs in the terminal shell.
 */
import { readFile } from 'node:fs/promises';
import { buffer as readAll } from 'node:stream/consumers';
import { PrismeError } from '#contract/errors.ts';

/**
 * @param file "-": the standard input
 * @param mostCharacters longer texts are refused
 * @throws app.invalidInput `{ file, reason }`
 */
export async function readTextFile(file: string, mostCharacters: number): Promise<string> {
  const content = decode(file, file === '-' ? await readAll(process.stdin) : await readBytes(file));
  if (content === '') throw unusable(file, 'the text is empty');
  if (content.length > mostCharacters)
    throw unusable(file, `the text is longer than ${mostCharacters.toLocaleString('en')} characters`);
  return content;
}

/** @throws app.invalidInput `{ file, reason }` */
export async function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw unusable(file, 'the file cannot be read; check its name, and that you may read it', cause);
  });
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unusable(file, 'this is not UTF-8 text; save it as UTF-8, then try again', cause);
  }
}

function unusable(file: string, reason: string, cause?: unknown): PrismeError {
  return new PrismeError('app.invalidInput', { file, reason }, { cause });
}
