/**
 * "Be the sampler": choices without their probabilities, and what the picks cost. Page.
 */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import { useBench } from './bench.ts';
import { ChoiceList } from './choice-list.tsx';
import { choiceCount, choicesOf, scoreOf, type Pick, type Score } from './game.ts';
import type { Reading } from './read-distribution.ts';

type Props = {
  readonly reading: Reading;
  readonly vocabulary: VocabularyTable;
  readonly picks: readonly Pick[];
  readonly onTake: (tokenId: number) => void;
  readonly onRestart: () => void;
};

export function SamplerGame(props: Props): ReactNode {
  const { t } = useTranslation('next-token');
  const { isFinished, isOpenGame } = useBench();
  const { picks, vocabulary, onRestart } = props;
  return (
    <section aria-label={t('game.title')}>
      <p className="mb-3 text-sm text-ink-soft">{t('game.lead', { total: choiceCount })}</p>
      {isFinished ? null : <Choices {...props} isShowing={isOpenGame} />}
      <ScoreLines score={scoreOf(picks)} isFinished={isFinished} />
      <History picks={picks} vocabulary={vocabulary} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button isSmall disabled={picks.length === 0} onClick={onRestart}>
          {t('game.restart')}
        </Button>
        {isFinished ? null : (
          <Button
            isSmall
            disabled={picks.length === 0}
            onClick={() => useBench.setState({ isFinished: true })}
          >
            {t('game.finish')}
          </Button>
        )}
        <label className="flex min-h-7 items-center gap-2 px-2 text-sm text-ink-soft">
          <input
            type="checkbox"
            className="accent-accent"
            checked={isOpenGame}
            onChange={({ target }) => useBench.setState({ isOpenGame: target.checked })}
          />
          {t('game.show')}
        </label>
      </div>
    </section>
  );
}

function Choices({ reading, vocabulary, onTake, isShowing }: Props & { isShowing: boolean }): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const choices = useMemo(() => {
    const textOf = (id: number): string => visibleBytes(vocabulary.piece(id).bytes);
    return choicesOf(reading, textOf).map((tokenId, index) => {
      const p = reading.candidates.find((candidate) => candidate.tokenId === tokenId)?.probability ?? 0;
      const row = (
        <span className="flex min-h-8 items-center gap-3">
          <span className="w-5 text-right text-xs text-ink-faint tabular-nums">{index + 1}</span>
          <span className="min-w-0 flex-1 truncate">
            <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
          </span>
          {isShowing ? <span className="text-sm tabular-nums">{format.probability(p)}</span> : null}
        </span>
      );
      const name = t('game.choice', { number: index + 1, text: textOf(tokenId) });
      return { tokenId, name: isShowing ? `${name}, ${format.probability(p)}` : name, row };
    });
  }, [reading, vocabulary, isShowing, format, t]);
  return (
    <ChoiceList label={t('game.choices', { total: choices.length })} choices={choices} onTake={onTake} />
  );
}

function ScoreLines({ score, isFinished }: { score: Score; isFinished: boolean }): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { low, high } = score.expectedBits;
  const expected = format.interval(low, high);
  const lines = [
    [t('game.yours'), format.bits(score.bits)],
    [t('game.greedy'), format.bits(score.greedyBits)],
    [t('game.expected'), expected],
  ] as const;
  return (
    <>
      <dl className="mt-4 grid gap-1 border-t border-line pt-3 text-sm tabular-nums">
        {lines.map(([name, bits]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-ink-soft">{name}</dt>
            <dd>{t('bits', { bits })}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className="mt-2 text-sm">
        {isFinished
          ? t('game.result', {
              count: score.count,
              shown: format.integer(score.count),
              bits: format.bits(score.bits),
              greedy: format.bits(score.greedyBits),
              expected,
              favourites: format.integer(score.favourites),
            })
          : ''}
      </p>
    </>
  );
}

function History({ picks, vocabulary }: { picks: readonly Pick[]; vocabulary: VocabularyTable }): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  if (picks.length === 0) return <p className="mt-3 text-xs text-ink-faint">{t('game.empty')}</p>;
  return (
    <ol aria-label={t('game.history')} className="mt-3">
      {picks.map(({ tokenId, bits }, index) => {
        const text = visibleBytes(vocabulary.piece(tokenId).bytes);
        return (
          <li
            // The same token may be picked twice: its place is its name.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            className="token-box text-center"
            aria-label={t('game.pickName', { text, bits: format.bits(bits) })}
          >
            <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
            <small>{format.bits(bits)}</small>
          </li>
        );
      })}
    </ol>
  );
}
