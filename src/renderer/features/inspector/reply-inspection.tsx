/**
 * The "Token" side of the inspector for one reply: overview, navigator, the chosen token, where the numbers come
 * from. Page. The chosen token may also be one of the prompt.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { tokenSelection, useTokenSelection } from '../../state/traces/selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { PromptTraceState, ReplyTraceState } from '../../state/traces/trace-store.ts';
import { usePromptTrace, useWholeStep } from '../../state/traces/traces.ts';
import { needsHistory } from './inspection.ts';
import { PanelMessage } from './panel-message.tsx';
import { ProfileLine } from './profile-line.tsx';
import { ReplyStrip } from './reply-strip.tsx';
import { TokenNavigator } from './token-navigator.tsx';
import { TokenView } from './token-view.tsx';

type Ready = Extract<ReplyTraceState, { status: 'ready' }>;

/** What the panel shows: the reply, or the prompt when one of its tokens is chosen. */
type Subject = {
  readonly target: 'reply' | 'prompt';
  readonly trace: TokenTrace;
  readonly count: number;
  /** The chosen token, or −1. */
  readonly position: number;
  /** Null for a prompt: nobody chose its tokens. */
  readonly header: TraceHeader | null;
  /** Null: not known (yet). */
  readonly promptIds: readonly number[] | null;
  readonly profile: EvaluationProfile | null;
  /** Changes when tokens that stand already get their numbers. */
  readonly version: string;
};

function promptSubject(prompt: Extract<PromptTraceState, { status: 'ready' }>, position: number): Subject {
  const { trace, score } = prompt;
  const profile = score.kind === 'scored' ? score.profile : null;
  return {
    target: 'prompt',
    trace,
    count: trace.count,
    position,
    header: null,
    promptIds: null,
    profile,
    version: score.kind,
  };
}

function useSubject(messageId: MessageId, state: Ready): Subject {
  const selection = useTokenSelection();
  const own = selection?.messageId === messageId ? selection : null;
  const isOfPrompt = own?.target === 'prompt';
  const prompt = usePromptTrace(messageId, isOfPrompt || needsHistory(state.header));
  if (isOfPrompt && prompt.status === 'ready') return promptSubject(prompt, own.position);
  const { trace, header, tokens } = state;
  const position = own && !isOfPrompt && own.position < tokens ? own.position : -1;
  const promptIds = prompt.status === 'ready' ? prompt.trace.ids : null;
  return {
    target: 'reply',
    trace,
    count: tokens,
    position,
    header,
    promptIds,
    profile: header.profile,
    version: 'reply',
  };
}

export function ReplyInspection({ messageId, state }: { messageId: MessageId; state: Ready }): ReactNode {
  const { t } = useTranslation('inspector');
  const subject = useSubject(messageId, state);
  const { target, trace, count, position, profile, version } = subject;
  useWholeStep(messageId, state, target === 'reply' ? position : -1);
  const move = (next: number): void => tokenSelection.set({ messageId, target, position: next });
  if (count === 0) return <PanelMessage text={t('panel.waitingForToken')} />;
  return (
    <>
      <ReplyStrip
        trace={trace}
        modelName={state.header.model.name}
        profile={profile}
        count={count}
        position={position}
        version={version}
        onMove={move}
      />
      {position === -1 ? (
        <PanelMessage
          text={t('panel.noToken')}
          action={{ label: t('panel.firstToken'), run: () => move(0) }}
        />
      ) : (
        <>
          <TokenNavigator trace={trace} position={position} onMove={move} />
          {trace.lacksStep(position) ? (
            <PanelMessage text={t('panel.loading')} />
          ) : (
            <TokenView
              trace={trace}
              key={position}
              selection={{ messageId, target, position }}
              source={state.header}
              header={subject.header}
              promptIds={subject.promptIds}
            />
          )}
        </>
      )}
      {profile && <ProfileLine modelName={state.header.model.name} profile={profile} />}
    </>
  );
}
