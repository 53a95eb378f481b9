/**
 * What the model read before a reply, token by token, and the button that scores it. Page.
 */
import { useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import { TraceExportMenu } from '../../components/exporting/trace-export-menu.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useFollowChosen } from '../../components/heat-map/use-follow-chosen.ts';
import { TokenTip } from '../../components/heat-map/token-tip.tsx';
import { useErrorWords } from '../../i18n/i18n.ts';
import { type HeatMapMeasure, useHeatMapView } from '../../state/traces/heat-map-view.ts';
import { moveSelection } from '../../state/traces/move-selection.ts';
import { tokenSelection } from '../../state/traces/selection.ts';
import type { PromptTraceState } from '../../state/traces/trace-store.ts';
import { traceStore } from '../../state/traces/traces.ts';
import type { TextSource } from './inspected-place.ts';
import { LeftOut, Summarised } from './left-out.tsx';
import { ProfileLine } from './profile-line.tsx';
import { PromptSpanView } from './prompt-span.tsx';
import { ReplyStrip } from './reply-strip.tsx';
import { opensMessage } from './system-place.ts';
import { TokenNavigator } from './token-navigator.tsx';
import { TokenView } from './token-view.tsx';

type Ready = Extract<PromptTraceState, { status: 'ready' }>;
type Props = {
  readonly messageId: MessageId;
  readonly state: Ready;
  /** Who read it; null: not known (yet). */
  readonly source: TextSource | null;
  readonly position: number;
};

const decode = (bytes: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(bytes));

function ScorePrompt({ messageId, score }: { messageId: MessageId; score: Ready['score'] }): ReactNode {
  const { t } = useTranslation('inspector');
  const words = useErrorWords();
  if (score.kind === 'scored') return null;
  return (
    <div className="score">
      <button
        type="button"
        className="action-button"
        disabled={score.kind === 'running'}
        onClick={() => void traceStore.scorePrompt(messageId)}
      >
        {score.kind === 'running' ? t('prompt.scoring') : t('prompt.score')}
      </button>
      <p className="note" role="status">
        {score.kind === 'failed'
          ? `${t('prompt.scoreFailed')} ${words(score.code).what} ${words(score.code).next}`
          : t('prompt.scoreHint')}
      </p>
    </div>
  );
}

type PartsProps = {
  readonly spans: Ready['spans'];
  readonly trace: Ready['trace'];
  readonly measure: HeatMapMeasure;
  readonly chosen: number;
  readonly version: string;
};

function Parts({ spans, ...rest }: PartsProps): ReactNode {
  const { t } = useTranslation('inspector');
  const { ids, vocabulary } = rest.trace;
  const textOf = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    decode(ids.slice(start, end).flatMap((id) => [...vocabulary.piece(id).bytes]));
  return spans.map((span, index) => (
    <PromptSpanView
      key={span.start}
      span={span}
      note={opensMessage(spans, index, textOf) ? t('prompt.systemOpens') : null}
      {...rest}
    />
  ));
}

export function PromptView({ messageId, state, source, position }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const view = useHeatMapView();
  const container = useRef<HTMLDivElement>(null);
  const { trace, spans, score } = state;
  const follow = useFollowChosen(container, position);
  const choose = (next: number): void => {
    follow();
    tokenSelection.set({ messageId, target: 'prompt', position: next });
  };
  // From the overview and the buttons: the keyboard stays where it is.
  const move = (next: number): void => tokenSelection.set({ messageId, target: 'prompt', position: next });
  const onClick = (event: MouseEvent): void => {
    const token =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null;
    if (token) choose(Number(token.dataset['position']));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    const next = moveSelection(trace, position, event);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  const version = score.kind;
  // A prompt that was scored shows its surprise even while the heat map of the reply is off.
  const measure = score.kind === 'scored' && view.measure === 'off' ? 'surprisal' : view.measure;
  return (
    <div className="prompt-view">
      <div className="flex items-start gap-2">
        <p className="note min-w-0 flex-1">
          {t('prompt.lead')} {t('prompt.tokens', { count: trace.count, shown: format.integer(trace.count) })}.
        </p>
        <TraceExportMenu messageId={messageId} target="prompt" hasValues={score.kind === 'scored'} />
      </div>
      <Summarised messageId={messageId} />
      <LeftOut messageId={messageId} />
      <ScorePrompt messageId={messageId} score={score} />
      {score.kind === 'scored' && (
        <ReplyStrip
          trace={trace}
          modelName={source?.model.name ?? ''}
          profile={score.profile}
          count={trace.count}
          position={position}
          version={version}
          onMove={move}
        />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one listener for all tokens; the chosen one is a button */}
      <div
        ref={container}
        role="group"
        aria-label={t('prompt.tokensLabel')}
        tabIndex={position === -1 ? 0 : -1}
        data-tokens
        data-palette={view.palette}
        data-isolated={view.isolatedBin ?? undefined}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <Parts spans={spans} trace={trace} measure={measure} chosen={position} version={version} />
        <TokenTip container={container} trace={trace} />
      </div>
      {position !== -1 && (
        <div className="prompt-detail">
          <TokenNavigator trace={trace} position={position} onMove={move} />
          <TokenView
            key={position}
            trace={trace}
            selection={{ messageId, target: 'prompt', position }}
            source={source}
            header={null}
            promptIds={null}
          />
        </div>
      )}
      {score.kind === 'scored' && (
        <ProfileLine modelName={source?.model.name ?? ''} profile={score.profile} />
      )}
    </div>
  );
}
