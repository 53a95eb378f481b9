/**
 * The token that the playground is about: what was captured there, which settings it was drawn with, what stood before
 * it. Page. Needs no model.
 */
import { useMemo } from 'react';
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { hasDistribution, type TraceStep } from '#probability/trace.ts';
import type { PageErrorCode } from '../../core-error.ts';
import { useConversation } from '../../state/queries.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { PromptTraceState, ReplyTraceState } from '../../state/traces/trace-store.ts';
import { traceStore, usePromptTrace, useReplyTrace, useWholeStep } from '../../state/traces/traces.ts';
import { useView } from '../../state/view.ts';

export type ReadySubject = {
  readonly kind: 'ready';
  readonly selection: TokenSelection;
  readonly trace: TokenTrace;
  readonly header: TraceHeader;
  /** Null: no distribution is known before this token. */
  readonly step: TraceStep | null;
  /** The settings to begin with. */
  readonly settings: GenerationSettings;
  readonly seed: number;
  /** Every token before this one; null: what the model had read cannot be shown. */
  readonly history: readonly number[] | null;
  /** Of a prompt only: whether its tokens have been scored. */
  readonly score: Extract<PromptTraceState, { status: 'ready' }>['score'] | null;
};

export type Subject =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly code: PageErrorCode; readonly retry: () => void }
  | ReadySubject;

/** Where nothing says how a token was drawn. */
const anySeed = 42;

type Reply = Extract<ReplyTraceState, { status: 'ready' }>;

function promptSubject(
  selection: TokenSelection,
  { header }: Reply,
  { trace, score }: Extract<PromptTraceState, { status: 'ready' }>,
  settings: GenerationSettings,
): Subject {
  const { position } = selection;
  if (position >= trace.count) return { kind: 'none' };
  return {
    kind: 'ready',
    selection,
    trace,
    header,
    step: distributionAt(trace, position),
    settings,
    seed: settings.seed ?? anySeed,
    history: trace.ids.slice(0, position),
    score,
  };
}

function replySubject(
  selection: TokenSelection,
  { header, trace, isComplete }: Reply,
  promptIds: readonly number[] | null,
): Subject {
  const { position } = selection;
  if (position >= trace.count) return { kind: isComplete ? 'none' : 'loading' };
  if (trace.lacksStep(position)) return { kind: 'loading' };
  return {
    kind: 'ready',
    selection,
    trace,
    header,
    step: distributionAt(trace, position),
    settings: header.settings,
    seed: header.seed,
    history: promptIds && [...promptIds, ...trace.ids.slice(0, position)],
    score: null,
  };
}

function distributionAt(trace: TokenTrace, position: number): TraceStep | null {
  const step = trace.step(position);
  return step !== null && hasDistribution(step) ? step : null;
}

function subjectOf(
  selection: TokenSelection,
  reply: ReplyTraceState,
  prompt: PromptTraceState,
  settings: GenerationSettings,
): Subject {
  const isOfPrompt = selection.target === 'prompt';
  const failed = reply.status === 'failed' ? reply : isOfPrompt && prompt.status === 'failed' ? prompt : null;
  if (failed) {
    const retry = (): void => {
      void traceStore.open(selection.messageId, true);
      void traceStore.openPrompt(selection.messageId, true);
    };
    return { kind: 'failed', code: failed.code, retry };
  }
  if (reply.status !== 'ready' || prompt.status === 'idle' || prompt.status === 'loading')
    return { kind: 'loading' };
  if (prompt.status !== 'ready') return replySubject(selection, reply, null);
  return isOfPrompt
    ? promptSubject(selection, reply, prompt, settings)
    : replySubject(selection, reply, prompt.trace.ids);
}

export function useSubject(selection: TokenSelection): Subject {
  const reply = useReplyTrace(selection.messageId, true);
  const prompt = usePromptTrace(selection.messageId, true);
  useWholeStep(selection.messageId, reply, selection.target === 'reply' ? selection.position : -1);
  const { data: conversation } = useConversation(useView((view) => view.conversationId));
  const settings = conversation?.settings ?? samplerPresets.neutral;
  // The same subject until something about it changes: the chain is not run again for nothing.
  return useMemo(() => subjectOf(selection, reply, prompt, settings), [selection, reply, prompt, settings]);
}
