/**
 * Which reader a file goes to: its bytes decide, its name only tells texts apart. Runs in the reader's thread. Pure.
 */
import { formatOfName } from '#contract/document-names.ts';
import type { DocumentFormat } from '#contract/document-text.ts';

/** `locked`: a Word document behind a password, which is no zip any more. `other`: known, and no document of ours. */
export type DocumentKind = DocumentFormat | 'locked' | 'other' | 'broken';

/** A PDF may begin behind other bytes (ISO 32000-1, annex H: within the first 1,024). */
const searchedBytes = 1_024;
/** Compound files: old Word, and what holds an encrypted package (MS-CFB). */
const compoundMark = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');
const zipMark = Buffer.from('PK\u0003\u0004');
const wordPart = Buffer.from('word/');
const pdfMark = Buffer.from('%PDF-');
const richTextMark = Buffer.from('{\\rtf');

export function kindOf(name: string, content: Uint8Array): DocumentKind {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const named = formatOfName(name);
  if (isPdf(bytes, named)) return 'pdf';
  if (startsWith(bytes, compoundMark)) return compoundKind(bytes, named);
  if (startsWith(bytes, zipMark)) return named === 'docx' || bytes.includes(wordPart) ? 'docx' : 'other';
  if (startsWith(bytes, richTextMark)) return 'other';
  return named === 'pdf' || named === 'docx' ? 'broken' : (named ?? 'plain');
}

/** A text that speaks of PDF, and says so in its name, is none. */
function isPdf(bytes: Buffer, named: DocumentFormat | null): boolean {
  const at = bytes.subarray(0, searchedBytes).indexOf(pdfMark);
  return at === 0 || (at > 0 && (named === 'pdf' || named === null));
}

function compoundKind(bytes: Buffer, named: DocumentFormat | null): DocumentKind {
  if (bytes.includes(encryptedPackage)) return 'locked';
  return named === 'docx' ? 'broken' : 'other';
}

const startsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);
