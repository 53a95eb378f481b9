/**
 * The token that the playground is about: what was captured there, which settings it was drawn with, what stood before
 * it. Page. Needs no model.
 */
import type { GenerationSettings } from '#contract/sampler.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { hasDistribution, type TraceStep } from '#probability/trace.ts';
import type { PageErrorCode } from '../../core-error.ts';
import { useConversation } from '../../state/queries.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { PromptTraceState } from '../../state/traces/trace-store.ts';
import { traceStore, usePromptTrace, useReplyTrace } from '../../state/traces/traces.ts';
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

export function useSubject(selection: TokenSelection): Subject {
  const { messageId, target, position } = selection;
  const reply = useReplyTrace(messageId, true);
  const prompt = usePromptTrace(messageId, true);
  const { data: conversation } = useConversation(useView((view) => view.conversationId));
  const retry = (): void => {
    void traceStore.open(messageId, true);
    void traceStore.openPrompt(messageId, true);
  };
  if (reply.status === 'failed') return { kind: 'failed', code: reply.code, retry };
  if (prompt.status === 'failed' && target === 'prompt') return { kind: 'failed', code: prompt.code, retry };
  if (reply.status !== 'ready' || prompt.status === 'idle' || prompt.status === 'loading')
    return { kind: 'loading' };
  const { header } = reply;
  const promptIds = prompt.status === 'ready' ? prompt.trace.ids : null;
  const isPrompt = target === 'prompt' && prompt.status === 'ready';
  const trace = isPrompt ? prompt.trace : reply.trace;
  if (position >= trace.count) return { kind: reply.isComplete ? 'none' : 'loading' };
  const step = trace.step(position);
  const replyIds = isPrompt ? [] : trace.ids.slice(0, position);
  return {
    kind: 'ready',
    selection,
    trace,
    header,
    step: step !== null && hasDistribution(step) ? step : null,
    settings: isPrompt ? (conversation?.settings ?? samplerPresets.neutral) : header.settings,
    seed: isPrompt ? (conversation?.settings.seed ?? anySeed) : header.seed,
    history: promptIds && (isPrompt ? promptIds.slice(0, position) : [...promptIds, ...replyIds]),
    score: isPrompt ? prompt.score : null,
  };
}
