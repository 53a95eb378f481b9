/**
 * The page's one trace store, and how a component reads it. Page.
 */
import { useEffect, useSyncExternalStore } from 'react';
import type { MessageId } from '#contract/ids.ts';
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

/** What the model read before a reply; `isWanted` starts fetching it. */
export function usePromptTrace(messageId: MessageId, isWanted: boolean): PromptTraceState {
  const store = traceStore.prompt(messageId);
  useEffect(() => {
    if (isWanted) void traceStore.openPrompt(messageId);
  }, [messageId, isWanted]);
  return useSyncExternalStore(store.subscribe, store.get);
}
