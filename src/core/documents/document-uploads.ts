/**
 * Holds the parts of files that pages send, until the whole is read. Runs in the core, in memory: nothing of a file is kept.
 */
import { mostDocumentBytes } from '#contract/document-text.ts';
import { PrismeError } from '#contract/errors.ts';

export type DocumentUploads = {
  /** @throws file.expired when a part is missing, document.tooLarge */
  take(part: { readonly uploadId: string; readonly offset: number; readonly bytes: Uint8Array }): void;
  /** The whole file, once. @throws file.expired */
  finish(uploadId: string): Uint8Array;
};

type Upload = { readonly parts: Uint8Array[]; sizeBytes: number };

/** Given up by pages that went away: the oldest goes when there are more. */
const mostUploads = 4;

export function createDocumentUploads(): DocumentUploads {
  const uploads = new Map<string, Upload>();

  function begin(uploadId: string): Upload {
    const [oldest] = uploads.keys();
    if (uploads.size >= mostUploads && oldest !== undefined) uploads.delete(oldest);
    const upload = { parts: [], sizeBytes: 0 };
    uploads.set(uploadId, upload);
    return upload;
  }

  return {
    take: ({ uploadId, offset, bytes }) => {
      const upload = offset === 0 ? begin(uploadId) : uploads.get(uploadId);
      if (upload === undefined || upload.sizeBytes !== offset) throw new PrismeError('file.expired');
      if (offset + bytes.length > mostDocumentBytes) {
        uploads.delete(uploadId);
        throw new PrismeError('document.tooLarge', { limitBytes: mostDocumentBytes });
      }
      upload.parts.push(bytes);
      upload.sizeBytes += bytes.length;
    },
    finish: (uploadId) => {
      const upload = uploads.get(uploadId);
      if (upload === undefined) throw new PrismeError('file.expired');
      uploads.delete(uploadId);
      return new Uint8Array(Buffer.concat(upload.parts));
    },
  };
}
