/**
 * A body of JSON, as far as it may be long. Runs in the core. Nothing is kept of one that is longer.
 */
import { badAnswer } from './hub-answers.ts';

/** The largest answers are lists of thousands of files: about 300 bytes each. */
export const mostAnswerBytes = 8 * 1024 * 1024;

/** @throws hub.badAnswer; whatever the connection throws */
export async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostAnswerBytes) throw badAnswer('tooLong');
    chunks.push(chunk.slice());
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw badAnswer('noJson');
  }
}
