/**
 * The text of a document, page by page. Runs in the core.
 */
import type { DocumentFormat } from '#contract/documents.ts';
import { PrismeError } from '#contract/errors.ts';

export type DocumentText = {
  readonly format: DocumentFormat;
  readonly pages: readonly string[];
  readonly isPaged: boolean;
};

/** @throws app.invalidInput when it is not UTF-8 */
export async function extractDocument(
  file: { readonly name: string; readonly bytes: Uint8Array },
  signal?: AbortSignal,
): Promise<DocumentText> {
  signal?.throwIfAborted();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.bytes);
    return await Promise.resolve({ format: 'plain', pages: [text], isPaged: false });
  } catch (cause) {
    throw new PrismeError('app.invalidInput', { name: file.name }, { cause });
  }
}
