/**
 * The words of a PDF, page by page, with Mozilla's PDF.js. Runs in the reader's thread. Draws nothing, loads no font, runs no
 * script: only the pages' text is asked for, and this build of PDF.js has no way to evaluate code.
 */
import { getDocument } from 'unpdf/pdfjs';
import { mostDocumentCharacters, mostDocumentPages } from '#contract/document-text.ts';
import type { ThreadOrder } from './reader-protocol.ts';
import { type PdfText, linesOf } from './pdf-lines.ts';
import { joinPages } from './pdf-paragraphs.ts';
import { Refusal } from './refusal.ts';

/** Everything that PDF.js could fetch, decode or draw beyond the text is switched off. */
const onlyText = {
  verbosity: 0,
  stopAtErrors: false,
  useSystemFonts: false,
  disableFontFace: true,
  useWasm: false,
  useWorkerFetch: false,
  isOffscreenCanvasSupported: false,
  isImageDecoderSupported: false,
  enableXfa: false,
  disableAutoFetch: true,
  disableStream: true,
} as const;

/** @throws Refusal encrypted, tooLarge; anything else: it is damaged */
export async function readPdf({ bytes }: ThreadOrder): Promise<readonly string[]> {
  const document = await open(bytes);
  if (document.numPages > mostDocumentPages) throw new Refusal('tooLarge', { limitPages: mostDocumentPages });
  const pages = [];
  let characters = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    // One page after the other, so that only one is in memory.
    page.cleanup();
    const lines = linesOf(items.filter((item): item is typeof item & PdfText => 'str' in item));
    characters += lines.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > mostDocumentCharacters)
      throw new Refusal('tooLarge', { limitCharacters: mostDocumentCharacters });
    pages.push(lines);
  }
  return joinPages(pages);
}

async function open(bytes: Uint8Array) {
  try {
    return await getDocument({ ...onlyText, data: bytes }).promise;
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      throw new Refusal('encrypted', {}, { cause: error });
    throw error;
  }
}
