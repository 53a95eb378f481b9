/**
 * The id of a document: what it is called and what it says. Runs in the core. Pure.
 */
import { createHash } from 'node:crypto';
import type { Document } from '#contract/documents.ts';
import { type DocumentId, documentIdSchema } from '#contract/ids.ts';

export function documentId(
  { name, format, isPaged, sizeBytes }: Pick<Document, 'name' | 'format' | 'isPaged' | 'sizeBytes'>,
  text: readonly string[],
): DocumentId {
  const content = JSON.stringify([name, format, isPaged, sizeBytes, text]);
  return documentIdSchema.parse(createHash('sha256').update(content).digest('hex'));
}
