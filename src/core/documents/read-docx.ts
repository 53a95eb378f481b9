/**
 * The words of a Word document, with mammoth. Runs in the reader's thread. Of the document only paragraphs, lists, tables and
 * notes are looked at: no macro, no image, nothing that it links to.
 */
import mammoth from 'mammoth';
import { checkZip } from './check-zip.ts';
import { type DocxElement, textOfDocx } from './docx-text.ts';
import type { ThreadOrder } from './reader-protocol.ts';

/** @throws Refusal tooLarge, encrypted; anything else: it is damaged */
export async function readDocx({ bytes, limits }: ThreadOrder): Promise<readonly string[]> {
  checkZip(bytes, limits.unpackedBytes);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  await mammoth.convertToHtml(
    { buffer },
    {
      externalFileAccess: false,
      includeDefaultStyleMap: false,
      includeEmbeddedStyleMap: false,
      // mammoth reads a document as Word means it, and would write HTML. What it has read is all that is needed.
      transformDocument: (document: DocxElement) => {
        text = textOfDocx(document);
        return { ...document, children: [] };
      },
    },
  );
  return [text];
}
