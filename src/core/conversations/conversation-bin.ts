/**
 * The bin of conversations: what is in it, what goes for good and when. Runs in the core. How something comes into it and
 * out again is in conversations.ts; files of models have a bin of their own.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type BinnedConversation, conversationBinDays } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { Log } from '../app/log.ts';
import type { Notices } from '../app/notices.ts';
import { binOpenedKey } from '../db/settings.ts';
import type { Store } from '../db/store.ts';

export type ConversationBinContext = {
  readonly store: Pick<
    Store,
    | 'comparisons'
    | 'conversations'
    | 'documents'
    | 'folders'
    | 'presets'
    | 'prompts'
    | 'settings'
    | 'transaction'
  >;
  readonly notices: Notices;
  readonly generation: { isGenerating(conversationId: ConversationId): boolean };
  readonly log: Log;
  readonly now: () => number;
};

export type ConversationBin = {
  list(): BinnedConversation[];
  /** @throws conversation.notFound when it is not in the bin, message.stillStreaming */
  purge(id: ConversationId): void;
  /** @returns how many went; one whose reply is only just being stopped stays */
  empty(): Promise<number>;
  /** Removes what has been in the bin for long enough. @returns how many went */
  tidy(): Promise<number>;
  /** Does that now and once an hour. */
  startTidying(): void;
  close(): Promise<void>;
};

const keepMs = conversationBinDays * 24 * 60 * 60_000;
/** A machine that sleeps at night still keeps the date to the hour. */
const lookEveryMs = 60 * 60_000;

export function createConversationBin(context: ConversationBinContext): ConversationBin {
  const { store, generation, notices, log, now } = context;
  let isClosed = false;

  /** What was deleted before there was a date of purge has its thirty days from then on. */
  function purgeAtMs(deletedAtMs: number): number {
    const openedAtMs = Number(store.settings.all().get(binOpenedKey) ?? now());
    return Math.max(deletedAtMs, openedAtMs) + keepMs;
  }

  /** One at a time, each in a transaction of its own: traces can be large, and others have their turn in between. */
  async function remove(ids: readonly ConversationId[]): Promise<number> {
    let removed = 0;
    for (const id of ids) {
      if (isClosed) break;
      // It may have been taken out of the bin meanwhile.
      if (generation.isGenerating(id) || !isBinned(store, id)) continue;
      store.transaction(() => store.conversations.remove(id));
      removed += 1;
      await nextTurn();
    }
    if (removed > 0) {
      store.transaction(() => store.documents.removeUnheld());
      log.info({ removed }, 'conversations in the bin were deleted for good');
      notices.publish({ kind: 'listsChanged' });
    }
    return removed;
  }

  async function tidy(): Promise<number> {
    rememberOpening(store, now());
    store.transaction(() => removeBesides(store, now() - keepMs));
    const due = store.conversations.binned().filter(({ deletedAtMs }) => purgeAtMs(deletedAtMs) <= now());
    return remove(due.map(({ id }) => id));
  }

  const clock = createClock(tidy, log);
  return {
    list: () =>
      store.conversations.binned().map((head) => ({ ...head, purgeAtMs: purgeAtMs(head.deletedAtMs) })),
    purge: (id) => {
      if (!isBinned(store, id)) throw new PrismeError('conversation.notFound');
      if (generation.isGenerating(id)) throw new PrismeError('message.stillStreaming');
      store.transaction(() => removeForGood(store, id));
      notices.publish({ kind: 'listsChanged' });
    },
    empty: () => remove(store.conversations.binned().map(({ id }) => id)),
    tidy,
    startTidying: clock.start,
    close: async () => {
      isClosed = true;
      await clock.stop();
    },
  };
}

/** With the documents that nothing else holds. */
function removeForGood(
  { conversations, documents }: ConversationBinContext['store'],
  id: ConversationId,
): void {
  conversations.remove(id);
  documents.removeUnheld();
}

function rememberOpening({ settings, transaction }: ConversationBinContext['store'], nowMs: number): void {
  if (settings.all().has(binOpenedKey)) return;
  transaction(() => settings.set(binOpenedKey, JSON.stringify(nowMs)));
}

/** Looks at once and every hour; a look that fails is logged and the next one tries again. */
function createClock(look: () => Promise<unknown>, log: Log): { start(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  function start(): void {
    running = look()
      .then(() => undefined)
      .catch((cause: unknown) => log.error({ cause: String(cause) }, 'the bin could not be tidied'))
      .finally(() => {
        if (!isStopped) timer = setTimeout(start, lookEveryMs).unref();
      });
  }

  return {
    start,
    stop: async () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** Lanes of comparisons are not: they go with their comparison. */
function isBinned(
  { comparisons, conversations }: ConversationBinContext['store'],
  id: ConversationId,
): boolean {
  const conversation = conversations.find(id);
  return conversation !== null && conversation.deletedAtMs !== null && comparisons.lane(id) === null;
}

/** What else is deleted with a way back, and documents that no message holds any more. */
function removeBesides(
  { folders, presets, prompts, documents }: ConversationBinContext['store'],
  beforeMs: number,
): void {
  folders.removeDeletedBefore(beforeMs);
  presets.removeDeletedBefore(beforeMs);
  prompts.removeDeletedBefore(beforeMs);
  documents.removeUnheld();
}
