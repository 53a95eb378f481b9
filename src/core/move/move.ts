/**
 * Exports and imports of conversations as a page asks for them. Runs in the core. One export and one import at a time: a page
 * that begins another one gives up the one before.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import { type ImportProgress, type ImportResult, type MoveFormat, movePartBytes } from '#contract/move.ts';
import type { Notices } from '../app/notices.ts';
import type { Store } from '../db/store.ts';
import type { DocumentPart } from './documents/document-part.ts';
import { exportParts, keptIds } from './export-parts.ts';
import {
  createImportSession,
  type ImportedWhole,
  type ImportSession,
  removeLeftovers,
} from './import-session.ts';
import { createUploads, type UploadPart } from './uploads.ts';

export type MoveContext = {
  readonly store: Store;
  readonly notices: Notices;
  readonly dataDir: string;
  readonly version: string;
  readonly readOnlyBecause: PrismeError | null;
  readonly now: () => number;
  readonly newId: () => string;
};

type ExportStart = {
  readonly conversationIds: readonly ConversationId[] | null;
  readonly format: MoveFormat;
  readonly language: 'en' | 'fr';
};
type ExportPart = { bytes: Uint8Array; conversations: number; isLast: boolean };

type Exports = {
  /** @throws conversation.notFound */
  startExport(start: ExportStart): { exportId: string; conversations: number };
  /** @throws file.expired */
  readExport(exportId: string): ExportPart;
};

type Imports = {
  /** @throws file.expired, app.* */
  upload(part: UploadPart): Promise<void>;
  /** @throws move.*, file.expired */
  checkImport(uploadId: string): number;
  /** @throws file.expired, app.* */
  finishImport(uploadId: string): ImportProgress;
  cancelImport(uploadId: string): void;
  /** @throws file.expired */
  undoImport(importId: string): number;
  close(): void;
};

export type MoveService = Exports & Imports;

type Running = { readonly id: string; readonly parts: Iterator<DocumentPart, void, void> };
type Import = { readonly uploadId: string; readonly session: ImportSession };
type Done = { readonly importId: string; readonly ids: readonly ConversationId[] };

/** How long one part is gathered: the core has other work. */
const turnMs = 40;
/** Pages hear of each conversation up to here; beyond, one notice makes them read the list again. */
const mostNotices = 50;

export function createMove(context: MoveContext): MoveService {
  return { ...createExports(context), ...createImports(context) };
}

function createExports({ store, version, now, newId }: MoveContext): Exports {
  let running: Running | null = null;
  return {
    startExport: ({ conversationIds, format, language }) => {
      const ids = conversationIds ?? keptIds(store);
      if (!ids.every((id) => store.conversations.find(id)?.deletedAtMs === null))
        throw new PrismeError('conversation.notFound');
      const about = { exportedBy: `Prisme ${version}`, nowMs: now() };
      const id = newId();
      running = { id, parts: exportParts(store, { conversationIds: ids, format, language, ...about }) };
      return { exportId: id, conversations: ids.length };
    },
    readExport: (exportId) => {
      if (running?.id !== exportId) throw new PrismeError('file.expired');
      const part = nextPart(running.parts);
      if (part.isLast) running = null;
      return part;
    },
  };
}

function createImports({ store, notices, dataDir, readOnlyBecause, now, newId }: MoveContext): Imports {
  const uploads = createUploads(join(dataDir, 'imports'), readOnlyBecause === null);
  let current: Import | null = null;
  const arrivals = createArrivals({ store, notices, now, newId });

  const sessionOf = (uploadId: string): ImportSession => {
    if (current?.uploadId === uploadId) return current.session;
    const clock = { now, elapsedMs: () => performance.now() };
    // It takes away itself what is left, before it looks at what is there.
    cleaning.stop();
    const session = createImportSession(store, uploads.files(uploadId), clock);
    current = { uploadId, session };
    return session;
  };
  const cleaning = createCleaning(store, readOnlyBecause === null);
  const endImport = (): void => {
    current = null;
    uploads.clear();
  };
  const giveUp = (): void => {
    endImport();
    cleaning.begin();
  };
  cleaning.begin();

  return {
    upload: (part) => {
      if (current !== null) giveUp();
      return uploads.take(part);
    },
    checkImport: (uploadId) => orEnd(giveUp, () => sessionOf(uploadId).check()),
    finishImport: (uploadId) => {
      const written = orEnd(giveUp, () => sessionOf(uploadId).write());
      if (written.result === null) return { fraction: written.fraction, result: null };
      endImport();
      return { fraction: 1, result: arrivals.add(written.result) };
    },
    cancelImport: (uploadId) => {
      if (current === null || current.uploadId === uploadId) giveUp();
    },
    undoImport: arrivals.undo,
    close: () => {
      cleaning.stop();
      endImport();
    },
  };
}

type Arrivals = {
  add(whole: ImportedWhole): ImportResult;
  /** @throws file.expired */
  undo(importId: string): number;
};

/** What the last import brought, to be told and taken away again. */
function createArrivals({
  store,
  notices,
  now,
  newId,
}: Pick<MoveContext, 'store' | 'notices' | 'now' | 'newId'>): Arrivals {
  let done: Done | null = null;
  return {
    add: ({ ids, ...result }) => {
      if (ids.length === 0) return { ...result, importId: null };
      done = { importId: newId(), ids };
      tell(notices, ids);
      return { ...result, importId: done.importId };
    },
    undo: (importId) => {
      if (done?.importId !== importId) throw new PrismeError('file.expired');
      const { ids } = done;
      store.transaction(() => moveToBin(store, ids, now()));
      done = null;
      tell(notices, ids);
      return ids.length;
    },
  };
}

/** Takes away, in the background, what an import left that ended before it was whole, or was killed with its run. */
function createCleaning(store: Store, isWritable: boolean): { begin(): void; stop(): void } {
  let last = 0;
  return {
    begin: () => {
      const own = (last += 1);
      if (!isWritable) return;
      // What is left is invisible, and the next import or the next start tries again.
      removeLeftovers(store, () => own === last).catch(() => undefined);
    },
    stop: () => {
      last += 1;
    },
  };
}

function tell(notices: Notices, ids: readonly ConversationId[]): void {
  for (const conversationId of ids.slice(0, mostNotices))
    notices.publish({ kind: 'conversationChanged', conversationId });
  if (ids.length > mostNotices) notices.publish({ kind: 'listsChanged' });
}

/** A file that is refused is not kept. */
function orEnd<Result>(end: () => void, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    end();
    throw cause;
  }
}

function moveToBin({ conversations }: Store, ids: readonly ConversationId[], nowMs: number): void {
  for (const id of ids) {
    const conversation = conversations.find(id);
    if (conversation !== null && conversation.deletedAtMs === null)
      conversations.update({ ...conversation, deletedAtMs: nowMs });
  }
}

/** As much as fits into one part and one turn; at least one piece. */
function nextPart(parts: Running['parts']): ExportPart {
  const untilMs = performance.now() + turnMs;
  const texts: Buffer[] = [];
  let size = 0;
  let conversations = 0;
  do {
    const next = parts.next();
    if (next.done === true) return { bytes: joined(texts), conversations, isLast: true };
    const text = Buffer.from(next.value.text);
    texts.push(text);
    size += text.length;
    ({ conversations } = next.value);
  } while (size < movePartBytes && performance.now() < untilMs);
  return { bytes: joined(texts), conversations, isLast: false };
}

/** Plain bytes: a Buffer has a `toJSON` of its own. */
const joined = (texts: readonly Buffer[]): Uint8Array => new Uint8Array(Buffer.concat(texts));
