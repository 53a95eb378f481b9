/**
 * What is read out of a document, and what a document may be. Portable. Reading is core/documents' business.
 */
import { z } from 'zod';

/** Which reader a document needs, and how a page names it. */
export const documentFormatSchema = z.enum(['plain', 'markdown', 'csv', 'code', 'pdf', 'docx']);
export type DocumentFormat = z.infer<typeof documentFormatSchema>;

/** The largest file that is read at all. */
export const mostDocumentBytes = 50 * 1024 * 1024;
/** As long as a message may be: a document becomes a part of one. All pages together, in UTF-16 units. */
export const mostDocumentCharacters = 4_000_000;
export const mostDocumentPages = 10_000;

/** The words of a document. */
export const documentTextSchema = z.object({
  format: documentFormatSchema,
  /** A string for each page of a PDF, empty ones included, so that numbers are right; otherwise a single string. */
  pages: z.array(z.string().max(mostDocumentCharacters)).min(1).max(mostDocumentPages),
  isPaged: z.boolean(),
});
export type DocumentText = {
  readonly format: DocumentFormat;
  readonly pages: readonly string[];
  readonly isPaged: boolean;
};
