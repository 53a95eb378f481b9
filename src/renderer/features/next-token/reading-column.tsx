/**
 * The right column of the bench: what is being done, the distribution or the game, and where the numbers come from.
 * Page.
 */
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { Progress } from '../../components/progress.tsx';
import { setGrowingText, growingText, useBench } from './bench.ts';
import { playToken, startGame, takeToken } from './bench-actions.ts';
import { OwnToken } from './own-token.tsx';
import { ReadingPanel } from './reading-panel.tsx';
import { SamplerGame } from './sampler-game.tsx';
import type { BenchReading, ReadingState } from './use-reading.ts';

type Props = {
  readonly model: Model;
  readonly vocabulary: VocabularyTable | null;
  readonly state: ReadingState & { readonly retry: () => void };
  readonly isFresh: boolean;
  readonly isExact: boolean;
  readonly onExact: (isExact: boolean) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

/** What takes longer than this says how far it is. */
const patienceMs = 1_000;

export function ReadingColumn(props: Props): ReactNode {
  const { t } = useTranslation('next-token');
  const { model, vocabulary, state, isFresh } = props;
  const { last } = state;
  return (
    <div className="min-w-0" aria-busy={state.phase === 'reading'}>
      <Status model={model} state={state} />
      {state.phase === 'failed' && state.error ? (
        <ErrorPanel error={state.error} onRetry={state.retry} />
      ) : null}
      {state.phase === 'nothing' ? <p className="text-sm text-ink-soft">{t('nothing')}</p> : null}
      {last && vocabulary && state.phase !== 'failed' ? (
        <div className={isFresh ? '' : 'opacity-60'} data-testid="reading" data-fresh={isFresh}>
          <Shown {...props} last={last} vocabulary={vocabulary} />
          <Profile model={model} last={last} />
        </div>
      ) : null}
    </div>
  );
}

function Shown({
  isFresh,
  isExact,
  onExact,
  field,
  last,
  vocabulary,
}: Props & { readonly last: BenchReading; readonly vocabulary: VocabularyTable }): ReactNode {
  const picks = useBench((bench) => bench.picks);
  const { reading } = last;
  if (picks === null)
    return (
      <ReadingPanel
        reading={reading}
        vocabulary={vocabulary}
        isExact={isExact}
        onExact={onExact}
        onTake={(tokenId) => {
          if (isFresh) takeToken(last, tokenId, vocabulary, field.current);
        }}
      >
        <OwnToken last={last} isFresh={isFresh} vocabulary={vocabulary} field={field} />
      </ReadingPanel>
    );
  return (
    <SamplerGame
      reading={reading}
      vocabulary={vocabulary}
      picks={picks}
      onTake={(tokenId) => {
        if (isFresh) playToken(last, tokenId, vocabulary);
      }}
      onRestart={() => restart(last)}
    />
  );
}

/** Back to the text that the game began with. */
function restart({ place }: BenchReading): void {
  const bench = useBench.getState();
  const { beginning, picks } = bench;
  if (beginning === null || picks === null) return;
  const after = growingText(bench).slice(bench.caret);
  const earlier = beginning.picks.slice(0, Math.max(0, (place.known?.pickCount ?? 0) - picks.length));
  useBench.setState({ beginning: { ...beginning, picks: earlier } });
  setGrowingText(bench.gameText + after, bench.gameText.length);
  startGame();
}

function Status({ model, state }: { readonly model: Model; readonly state: ReadingState }): ReactNode {
  const { t } = useTranslation('next-token');
  const isReading = state.phase === 'reading';
  const isLong = useIsLong(isReading);
  const { state: loading } = model;
  const words =
    loading.kind === 'loading'
      ? t('loadingModel', { model: model.name })
      : loading.kind === 'calibrating'
        ? t('calibrating', { model: model.name })
        : isReading
          ? t('reading')
          : '';
  const fraction = 'fraction' in loading ? loading.fraction : state.fraction;
  return (
    <div className="mb-2 min-h-5">
      <p role="status" className="text-xs text-ink-faint">
        {words}
      </p>
      {isReading && (isLong || 'fraction' in loading) ? <Progress label={words} fraction={fraction} /> : null}
    </div>
  );
}

/** True when something has lasted for a while. */
function useIsLong(isRunning: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isRunning]);
  return isLong;
}

function Profile({ model, last }: { readonly model: Model; readonly last: BenchReading }): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { engine, backend, batchTokens } = last.reading.profile;
  return (
    <p className="mt-3 text-xs text-ink-faint">
      {t('profile', { model: model.name, engine, backend, batch: format.integer(batchTokens) })}
    </p>
  );
}
