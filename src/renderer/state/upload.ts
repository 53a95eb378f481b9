/**
 * Sends a chosen file to the web shell, which keeps it and answers with a ticket. Runs in the page, in the web shell
 * only: in Electron the core opens the system's dialog itself.
 */
import { z } from 'zod';
import { fileTicketSchema, type FileTicket } from '#contract/ids.ts';
import { PrismeError, errorRecordSchema } from '#contract/errors.ts';
import { ConnectionLostError } from '../core-error.ts';

const answerSchema = z.union([z.object({ ticket: fileTicketSchema }), errorRecordSchema]);

/** Errors: file.tooLarge, app.diskFull and what else the shell answers; ConnectionLostError. `onProgress` gets a fraction. */
export function uploadFile(
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<FileTicket> {
  return new Promise((resolve, reject) => {
    // fetch tells no upload progress.
    const request = new XMLHttpRequest();
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) =>
      onProgress(event.total > 0 ? event.loaded / event.total : 0),
    );
    request.addEventListener('load', () => {
      const answer = answerSchema.safeParse(request.response);
      if (!answer.success) reject(new PrismeError('app.internal'));
      else if ('ticket' in answer.data) resolve(answer.data.ticket);
      else reject(new PrismeError(answer.data.code, answer.data.details));
    });
    request.addEventListener('error', () => reject(new ConnectionLostError()));
    request.addEventListener('abort', () =>
      reject(new DOMException('The upload was cancelled.', 'AbortError')),
    );
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
