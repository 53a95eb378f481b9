/**
 * Files on their way to what is being written: sent in parts, read by the core, and what went wrong with each. Runs in the page.
 * What is attached already is in the conversation itself (`draftDocuments`).
 */
import { create } from 'zustand';
import { mostDocumentBytes } from '#contract/document-text.ts';
import { documentPartBytes, type Document } from '#contract/documents.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { toPageError, type PageError } from '../core-error.ts';
import { attempt } from './actions.ts';
import { queryClient, queryKeys } from './queries.ts';

/** One file that is being read, or could not be. */
export type Reading = {
  readonly key: string;
  readonly conversationId: ConversationId;
  readonly name: string;
  /** Of the file that was sent; 1: the core reads it. */
  readonly fraction: number;
  readonly error: PageError | null;
  /** Ends it, or takes what went wrong away. */
  readonly giveUp: () => void;
};

export const useReadings = create<{ readonly readings: readonly Reading[] }>(() => ({ readings: [] }));

/** Whether a file is still on its way to the conversation. */
export function useIsReading(conversationId: ConversationId): boolean {
  return useReadings(({ readings }) =>
    readings.some((each) => each.conversationId === conversationId && each.error === null),
  );
}

const longestName = 300;

function change(key: string, given: Partial<Reading> | null): void {
  useReadings.setState(({ readings }) => ({
    readings: readings.flatMap((each) =>
      each.key !== key ? [each] : given === null ? [] : [{ ...each, ...given }],
    ),
  }));
}

/** One after the other, in their order. A failure stays beside the field until it is taken away. */
export async function attachFiles(conversationId: ConversationId, files: readonly File[]): Promise<void> {
  const waiting = files.map((file) => ({ file, ...begin(conversationId, file) }));
  for (const { file, key, signal } of waiting) {
    if (signal.aborted) continue;
    try {
      await read(conversationId, file, key, signal);
      change(key, null);
    } catch (error) {
      if (!signal.aborted) change(key, { error: toPageError(error) });
    }
  }
}

function begin(
  conversationId: ConversationId,
  file: File,
): { readonly key: string; readonly signal: AbortSignal } {
  const key = crypto.randomUUID();
  const abort = new AbortController();
  const giveUp = (): void => {
    abort.abort();
    change(key, null);
  };
  const reading = { key, conversationId, name: file.name, fraction: 0, error: null, giveUp };
  useReadings.setState(({ readings }) => ({ readings: [...readings, reading] }));
  return { key, signal: abort.signal };
}

async function read(
  conversationId: ConversationId,
  file: File,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  const name = file.name.slice(0, longestName);
  if (file.size > mostDocumentBytes)
    throw new PrismeError('document.tooLarge', { name, limitBytes: mostDocumentBytes });
  const uploadId = crypto.randomUUID();
  for (let offset = 0; offset === 0 || offset < file.size; offset += documentPartBytes) {
    const part = await file.slice(offset, offset + documentPartBytes).arrayBuffer();
    await core.documents.upload({ uploadId, offset, bytes: new Uint8Array(part) }, { signal });
    change(key, { fraction: Math.min(1, (offset + documentPartBytes) / Math.max(1, file.size)) });
  }
  await core.documents.add({ conversationId, uploadId, name }, { signal });
  await readAgain(conversationId);
}

async function readAgain(conversationId: ConversationId): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: queryKeys.conversation(conversationId) });
}

/** True: it was taken out. */
export async function removeDocument(conversationId: ConversationId, { id }: Document): Promise<boolean> {
  const removed = await attempt(() => core.documents.remove({ conversationId, documentId: id }));
  await readAgain(conversationId);
  return removed !== undefined;
}

export async function putDocumentBack(
  conversationId: ConversationId,
  { id }: Document,
  position: number,
): Promise<void> {
  await attempt(() => core.documents.putBack({ conversationId, documentId: id, position }));
  await readAgain(conversationId);
}
