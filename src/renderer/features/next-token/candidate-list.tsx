/**
 * The most probable next tokens as bars to choose from, with what is left over and the chance of the end. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import '../../components/token-boxes/token-boxes.css';
import { ChoiceList } from './choice-list.tsx';
import type { Candidate, Reading } from './read-distribution.ts';

type Props = {
  readonly reading: Reading;
  readonly vocabulary: VocabularyTable;
  /** How many of the candidates are shown. */
  readonly count: number;
  readonly onTake: (tokenId: number) => void;
};

const columns = 'grid grid-cols-[2rem_minmax(0,1.2fr)_4.5rem_minmax(0,1.2fr)] items-center gap-x-2';

function Bar({ share, full, isTail = false }: { share: number; full: number; isTail?: boolean }): ReactNode {
  return (
    <span
      aria-hidden
      className={`probability-bar ${isTail ? 'probability-bar-tail' : ''}`}
      style={{ width: `${Math.min(100, (share / full) * 100)}%` }}
    />
  );
}

function Row({
  rank,
  candidate,
  full,
  props,
}: {
  readonly rank: number;
  readonly candidate: Candidate;
  readonly full: number;
  readonly props: Props;
}): ReactNode {
  const format = useTokenFormat();
  const { vocabulary, reading } = props;
  const { tokenId, probability } = candidate;
  return (
    <span className={`${columns} min-h-7`} data-probability={probability}>
      <span className="text-right text-xs text-ink-faint tabular-nums">{rank}</span>
      <span className={`truncate ${vocabulary.isMark(tokenId) ? 'text-accent' : ''}`}>
        <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
      </span>
      <span className="text-right text-sm tabular-nums">
        {reading.isExact ? '' : '≤'}
        {format.probability(probability)}
      </span>
      <Bar share={probability} full={full} />
    </span>
  );
}

/** The probability of everything that is not shown as a row. */
function leftOver({ candidates, tail }: Reading, count: number): number {
  return candidates.slice(count).reduce((sum, { probability }) => sum + probability, tail.probability);
}

function Rest({ reading, full, count }: { reading: Reading; full: number; count: number }): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { endProbability, isExact, vocabularySize } = reading;
  const left = leftOver(reading, count);
  const bound = isExact ? '' : '≤';
  const look = `${columns} min-h-7 px-1 text-sm text-ink-soft`;
  return (
    <div className="mt-1 border-t border-line pt-1">
      <p className={look} data-testid="tail">
        <span className="col-span-2 pl-2">
          {t('tail', { total: format.integer(Math.max(0, vocabularySize - count)) })}
        </span>
        <span className="text-right tabular-nums">{bound + format.probability(left)}</span>
        <Bar share={left} full={full} isTail />
      </p>
      {endProbability === null ? null : (
        <p className={look} title={t('endHint')}>
          <span className="col-span-2 pl-2">{t('end')}</span>
          <span className="text-right tabular-nums">{bound + format.probability(endProbability)}</span>
          <Bar share={endProbability} full={full} />
        </p>
      )}
    </div>
  );
}

export function CandidateList(props: Props): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { reading, vocabulary, count, onTake } = props;
  const shown = reading.candidates.slice(0, count);
  // One scale for every bar, the one of what is left over too.
  const full = Math.max(1e-9, reading.candidates[0]?.probability ?? 0, leftOver(reading, count));
  const choices = shown.map((candidate, index) => {
    const { tokenId, probability } = candidate;
    const text = visibleBytes(vocabulary.piece(tokenId).bytes);
    const name = t('option', { rank: index + 1, text, percent: format.spokenPercent(probability) });
    return { tokenId, name, row: <Row rank={index + 1} candidate={candidate} full={full} props={props} /> };
  });
  return (
    <>
      <ChoiceList label={t('list')} choices={choices} onTake={onTake} />
      <Rest reading={reading} full={full} count={shown.length} />
    </>
  );
}
