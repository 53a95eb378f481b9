/**
 * One import from its files to what it brought, for every shell. Runs in the core. Nothing is written before every file was read
 * to its end. Then it is written in short transactions, invisible to everybody, and the last one lets all of it appear.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationId } from '#contract/ids.ts';
import type { DroppedKind, ImportResult } from '#contract/move.ts';
import type { Store } from '../db/store.ts';
import { type ImportFile, readFiles } from './read-files.ts';
import { type Survey, survey } from './survey.ts';
import { type Arrivals, type ImportStore, letAppear, writeImport } from './write-import.ts';

export type SessionStore = ImportStore & Pick<Store, 'transaction'>;

export type ImportSession = {
  /** Reads on for a moment. @returns 0..1, 1: everything is sound. @throws move.* */
  check(): number;
  /** To be called when everything is sound: writes on for a moment. @throws move.*, when a file has changed since; app.* */
  write(): Written;
  /** All that is left, at once: where nobody waits for anything else. @throws as `check` and `write` */
  finish(): ImportedWhole;
};

export type ImportedWhole = Omit<ImportResult, 'importId'> & { readonly ids: readonly ConversationId[] };
/** `result` null: there is more to write, and nothing is to be seen yet. */
export type Written = { readonly fraction: number; readonly result: ImportedWhole | null };

/** How long the core reads or writes before other work gets its turn. */
const turnMs = 40;

type Clock = { readonly now: () => number; readonly elapsedMs: () => number };

export function createImportSession(
  store: SessionStore,
  files: readonly ImportFile[],
  clock: Clock,
): ImportSession {
  const nowMs = clock.now();
  const totalBytes = Math.max(
    1,
    files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
  const read = (isNew: boolean) =>
    readFiles(files, { nowMs, isNew, storedVocabulary: (hash) => store.vocabularies.find(hash) });
  const checking = createChecking(store, clock, survey(read(true), store));
  const begin = (): Writing =>
    createWriting(store, clock, () => writeImport(store, read(false), checking.found().decisions));
  let writing: Writing | null = null;
  const write = (): Written => {
    writing ??= begin();
    const isOver = writing.goOn();
    const fraction = Math.min(0.999, writing.readBytes() / totalBytes);
    return isOver ? { fraction: 1, result: resultOf(checking.found()) } : { fraction, result: null };
  };
  const check = (): number => (checking.goOn() ? 1 : Math.min(0.999, checking.readBytes() / totalBytes));
  return {
    check,
    write,
    finish: () => {
      try {
        while (check() < 1);
        for (;;) {
          const { result } = write();
          if (result !== null) return result;
        }
      } catch (cause) {
        const begun = createRemoval(store);
        while (begun.hasNext()) begun.next();
        throw cause;
      }
    },
  };
}

type Checking = {
  /** @returns whether everything is sound. All bytes may be read while the last item is not. */
  goOn(): boolean;
  readBytes(): number;
  found(): Survey;
};

function createChecking(
  store: SessionStore,
  clock: Clock,
  running: Generator<number, Survey, void>,
): Checking {
  const leftovers = createRemoval(store);
  let found: Survey | null = null;
  let readBytes = 0;
  return {
    goOn: () => {
      const untilMs = clock.elapsedMs() + turnMs;
      // What a killed import left would look like conversations that are there.
      while (leftovers.hasNext() && clock.elapsedMs() < untilMs) leftovers.next();
      while (!leftovers.hasNext() && found === null && clock.elapsedMs() < untilMs) {
        const step = running.next();
        if (step.done === true) found = step.value;
        else readBytes += step.value;
      }
      return found !== null;
    },
    readBytes: () => readBytes,
    found: () => {
      if (found === null) throw new Error('the files were not read to their end');
      return found;
    },
  };
}

type Writing = {
  /** @returns whether everything is there */
  goOn(): boolean;
  readBytes(): number;
};

function createWriting(
  store: SessionStore,
  clock: Clock,
  begin: () => Generator<number, Arrivals, void>,
): Writing {
  let steps = begin();
  let arrivals: Arrivals | null = null;
  let readBytes = 0;
  let spoilt: Removal | null = null;

  const slice = (untilMs: number): void => {
    while (arrivals === null && clock.elapsedMs() < untilMs) {
      const step = steps.next();
      if (step.done === true) arrivals = step.value;
      else readBytes += step.value;
    }
  };
  const goOn = (): boolean => {
    const untilMs = clock.elapsedMs() + turnMs;
    if (spoilt?.hasNext()) {
      while (spoilt.hasNext() && clock.elapsedMs() < untilMs) spoilt.next();
      return false;
    }
    if (arrivals !== null) {
      const all = arrivals;
      store.transaction(() => letAppear(store, all));
      return true;
    }
    let tries = 0;
    store.transaction(() => {
      tries += 1;
      if (tries === 1) slice(untilMs);
    });
    if (tries === 1) return false;
    // The search index was made again, which took back what the slice had written: from the beginning.
    spoilt = createRemoval(store);
    [steps, arrivals, readBytes] = [begin(), null, 0];
    return false;
  };
  return { goOn, readBytes: () => readBytes };
}

type Removal = { hasNext(): boolean; next(): void };

/** Takes away what is marked as not there yet, a conversation at a time, and in the end what only these held. */
function createRemoval(store: Pick<SessionStore, 'conversations' | 'documents' | 'transaction'>): Removal {
  let ids: ConversationId[] | null = null;
  const left = (): ConversationId[] => (ids ??= store.conversations.incoming());
  return {
    hasNext: () => left().length > 0,
    next: () => {
      const id = left().pop();
      if (id === undefined) return;
      store.transaction(() => {
        store.conversations.remove(id);
        if (left().length === 0) store.documents.removeUnheld();
      });
    },
  };
}

/** After an import that was given up or killed; others have their turn in between. @param isWanted false: leave the rest */
export async function removeLeftovers(store: SessionStore, isWanted: () => boolean): Promise<void> {
  const leftovers = createRemoval(store);
  while (isWanted() && leftovers.hasNext()) {
    leftovers.next();
    await nextTurn();
  }
}

function resultOf({ decisions, kinds, dropped }: Survey): ImportedWhole {
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
