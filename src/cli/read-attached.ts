/**
 * The documents of `ask --attach`, as a model reads them: the same words and marks as in a conversation. Runs in the terminal
 * shell; each file is read in a process of its own (core/documents). Stores nothing.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { mostDocumentBytes } from '#contract/document-text.ts';
import { mostAttachedCharacters } from '#contract/documents.ts';
import type { ChatTurn } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { documentId } from '#core/documents/document-id.ts';
import { documentPrompt } from '#core/documents/document-prompt.ts';
import { extractDocument } from '#core/documents/extract-document.ts';
import { readBytes } from './read-text-file.ts';

/** @throws document.*, app.invalidInput `{ file, reason }` */
export async function readAttached(files: readonly string[]): Promise<NonNullable<ChatTurn['documents']>> {
  const documents = await Promise.all(files.map(readDocument));
  let characters = 0;
  for (const [index, { text }] of documents.entries()) {
    characters += text.length;
    if (characters > mostAttachedCharacters)
      throw tooLarge(files[index] ?? '', { limitCharacters: mostAttachedCharacters });
  }
  return documents;
}

async function readDocument(file: string): Promise<NonNullable<ChatTurn['documents']>[number]> {
  const size = await stat(file).then(
    (found) => found.size,
    // Reading says what is the matter.
    () => 0,
  );
  if (size > mostDocumentBytes) throw tooLarge(file, { limitBytes: mostDocumentBytes });
  const bytes = await readBytes(file);
  const name = basename(file);
  const { format, isPaged, pages } = await extractDocument({ name, bytes });
  const about = { name, format, isPaged, sizeBytes: bytes.length };
  return {
    id: documentId(about, pages),
    text: documentPrompt({ ...about, pages: pages.length, text: [...pages] }),
  };
}

const tooLarge = (file: string, limit: Record<string, number>): PrismeError =>
  new PrismeError('document.tooLarge', { name: basename(file), ...limit });
