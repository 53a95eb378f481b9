/**
 * What a lane is doing, why it waits or failed, and what can be done about it. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#contract/comparisons.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { liveReplies, useLiveReply } from '../../state/replies.ts';
import type { MessageId } from '#contract/ids.ts';
import { resumeLane, stopLanes } from './comparison-actions.ts';
import { LaneFigures } from './lane-figures.tsx';
import { repliesOf, type LoadedLane } from './use-lanes.ts';

type Props = { readonly comparison: Comparison; readonly lane: LoadedLane };

export function LaneStateLine({ comparison, lane }: Props): ReactNode {
  const { t } = useTranslation('comparisons');
  const { state } = lane;
  const goOn = (): void => void resumeLane(comparison.id, lane.id);
  return (
    <div
      data-testid="lane-state"
      data-state={state.kind}
      className="flex min-h-10 flex-none flex-wrap items-center gap-2 border-b border-line px-6 py-1 text-xs text-ink-faint tabular-nums"
    >
      {state.kind === 'done' ? <Done lane={lane} /> : null}
      {state.kind === 'waiting' ? <span>{t(`waits.${state.reason}`)}</span> : null}
      {state.kind === 'loading' ? <Loading lane={lane} /> : null}
      {state.kind === 'writing' ? (
        <>
          <Writing replyId={state.replyId} />
          <Button look="quiet" isSmall className="ml-auto" onClick={() => stopLanes(comparison.id, lane.id)}>
            {t('stop')}
          </Button>
        </>
      ) : null}
      {state.kind === 'stopped' ? (
        <>
          <span>{t('stopped')}</span>
          <Button look="quiet" isSmall className="ml-auto" onClick={goOn}>
            {t('goOn')}
          </Button>
        </>
      ) : null}
      {state.kind === 'failed' ? (
        <div className="w-full py-1">
          <ErrorPanel error={state.error} onRetry={goOn} />
        </div>
      ) : null}
    </div>
  );
}

function Done({ lane }: { readonly lane: LoadedLane }): ReactNode {
  const { t } = useTranslation('comparisons');
  const last = repliesOf(lane).at(-1);
  return last ? <LaneFigures message={last} /> : <span>{t('ready')}</span>;
}

function Loading({ lane }: { readonly lane: LoadedLane }): ReactNode {
  const { t } = useTranslation('comparisons');
  const state = lane.model?.state;
  const fraction = state?.kind === 'loading' ? state.fraction : null;
  return (
    <span className="flex w-48 flex-col gap-1">
      {t('loadingModel')}
      <Progress label={t('loadingModel')} fraction={fraction} />
    </span>
  );
}

function Writing({ replyId }: { readonly replyId: MessageId }): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const live = useLiveReply(replyId);
  useEffect(() => liveReplies.attach(replyId), [replyId]);
  const tokens = live?.tokens ?? 0;
  return (
    <span className="flex items-center gap-2">
      <span className="breathing size-1.5 rounded-full bg-accent" aria-hidden />
      {tokens > 0
        ? `${t('writing')} · ${t('tokens', { count: tokens, shown: format.integer(tokens) })}`
        : t('waiting')}
    </span>
  );
}
