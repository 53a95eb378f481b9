/**
 * The page's one trace store, and how a component reads it. Page.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { MessageId, VocabularyHash } from '#contract/ids.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { core } from '../../client.ts';
import { TraceStore, type PromptTraceState, type ReplyTraceState } from './trace-store.ts';

export const traceStore = new TraceStore(core);

/** The trace of a reply; `isWanted` starts fetching it. */
export function useReplyTrace(messageId: MessageId, isWanted: boolean): ReplyTraceState {
  const store = traceStore.reply(messageId);
  useEffect(() => {
    if (isWanted) void traceStore.open(messageId);
  }, [messageId, isWanted]);
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Sees to it that the alternatives of a reply's token come; −1: none is chosen. See TokenTrace.lacksStep. */
export function useWholeStep(messageId: MessageId, state: ReplyTraceState, position: number): void {
  const isThere = state.status === 'ready' && position >= 0 && position < state.tokens;
  useEffect(() => {
    if (isThere) void traceStore.fetchStep(messageId, position);
  }, [messageId, isThere, position]);
}

/** What the model read before a reply; `isWanted` starts fetching it. */
export function usePromptTrace(messageId: MessageId, isWanted: boolean): PromptTraceState {
  const store = traceStore.prompt(messageId);
  useEffect(() => {
    if (isWanted) void traceStore.openPrompt(messageId);
  }, [messageId, isWanted]);
  return useSyncExternalStore(store.subscribe, store.get);
}

/** A model's vocabulary; null until it is there. */
export function useVocabulary(hash: VocabularyHash | null): VocabularyTable | null {
  const [known, setKnown] = useState<{ hash: VocabularyHash; table: VocabularyTable } | null>(null);
  useEffect(() => {
    let isWanted = true;
    if (hash !== null)
      traceStore.vocabulary(hash).then(
        (table) => isWanted && setKnown({ hash, table }),
        // Whoever asks for numbers of this model is told the reason there.
        () => undefined,
      );
    return () => void (isWanted = false);
  }, [hash]);
  return known !== null && known.hash === hash ? known.table : null;
}
