/**
 * How far work is that a person may pause, and the buttons to pause, go on and stop. Page. What the words say is the
 * caller's.
 */
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Progress } from './progress.tsx';

export type RunState = 'waiting' | 'running' | 'paused' | 'complete' | 'cancelled';

type Props = {
  readonly runId: string;
  readonly state: RunState;
  readonly words: string;
  readonly labels: { readonly pause: string; readonly resume: string; readonly cancel: string };
  readonly onWish: (what: 'pause' | 'resume' | 'cancel') => void;
  readonly progressLabel: string;
  /** 0..1; null: nobody knows how far. */
  readonly fraction: number | null;
  /** Further buttons. */
  readonly children?: ReactNode;
};

export function RunStatus({
  runId,
  state,
  words,
  labels,
  onWish,
  progressLabel,
  fraction,
  children,
}: Props): ReactNode {
  const isLive = state === 'running' || state === 'waiting' || state === 'paused';
  const other = state === 'paused' ? 'resume' : 'pause';
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        {/* While it runs the count changes all the time: the progress bar has it for who asks. */}
        <p
          role="status"
          data-run={runId}
          data-state={state}
          aria-live={state === 'running' ? 'off' : 'polite'}
          className="text-sm text-ink-soft tabular-nums"
        >
          {words}
        </p>
        <span className="ml-auto flex gap-2">
          {isLive && (
            <>
              <Button isSmall onClick={() => onWish(other)}>
                {labels[other]}
              </Button>
              <Button isSmall onClick={() => onWish('cancel')}>
                {labels.cancel}
              </Button>
            </>
          )}
          {children}
        </span>
      </div>
      {isLive && <Progress label={progressLabel} fraction={fraction} />}
    </>
  );
}
