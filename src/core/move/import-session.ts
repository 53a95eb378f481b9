/**
 * One import from its files to what it brought, for every shell. Runs in the core. Nothing is written before every file was read
 * to its end; then everything is, in one transaction.
 */
import type { ConversationId } from '#contract/ids.ts';
import type { DroppedKind, ImportResult } from '#contract/move.ts';
import type { Store } from '../db/store.ts';
import { type ImportFile, readFiles } from './read-files.ts';
import { type Survey, survey } from './survey.ts';
import { type ImportStore, writeImport } from './write-import.ts';

export type SessionStore = ImportStore & Pick<Store, 'transaction'>;

export type ImportSession = {
  /** Reads on for a moment. @returns 0..1, 1: everything is sound. @throws move.* */
  check(): number;
  /** To be called when everything is sound. @throws move.*, when a file has changed since; app.* */
  finish(): Omit<ImportResult, 'importId'> & { readonly ids: readonly ConversationId[] };
};

/** How long the core reads before other work gets its turn. */
const turnMs = 40;

export function createImportSession(
  store: SessionStore,
  files: readonly ImportFile[],
  clock: { readonly now: () => number; readonly elapsedMs: () => number },
): ImportSession {
  const nowMs = clock.now();
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const read = (isNew: boolean) =>
    readFiles(files, { nowMs, isNew, storedVocabulary: (hash) => store.vocabularies.find(hash) });
  const running = survey(read(true), store);
  let found: Survey | null = null;
  let readBytes = 0;
  return {
    check: () => {
      const untilMs = clock.elapsedMs() + turnMs;
      while (found === null && clock.elapsedMs() < untilMs) {
        const step = running.next();
        if (step.done === true) found = step.value;
        else readBytes += step.value;
      }
      // All bytes may be read while the last item is not.
      return found === null ? Math.min(0.999, readBytes / Math.max(1, totalBytes)) : 1;
    },
    finish: () => {
      for (
        let step = found === null ? running.next() : null;
        step !== null && found === null;
        step = running.next()
      )
        if (step.done === true) found = step.value;
      const result = found;
      if (result === null) throw new Error('the survey gave nothing');
      store.transaction(() => writeImport(store, read(false), result.decisions));
      return resultOf(result);
    },
  };
}

function resultOf({ decisions, kinds, dropped }: Survey): ReturnType<ImportSession['finish']> {
  const came = decisions.filter(({ kind }) => kind !== 'skip');
  const count = (wanted: string): number => decisions.filter(({ kind }) => kind === wanted).length;
  return {
    ids: came.map(({ id }) => id),
    kinds: [...kinds],
    came: came.length,
    copies: count('copy'),
    restored: count('restore'),
    skipped: count('skip'),
    messages: came.reduce((sum, { messages }) => sum + messages, 0),
    dropped: [...dropped].map(([what, each]: [DroppedKind, number]) => ({ what, count: each })),
    firstId: came[0]?.id ?? decisions[0]?.id ?? null,
  };
}
