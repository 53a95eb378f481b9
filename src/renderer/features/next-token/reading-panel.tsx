/**
 * The distribution at the caret: list or table, and its figures. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { CandidateList } from './candidate-list.tsx';
import { CandidateTable } from './candidate-table.tsx';
import type { Reading } from './read-distribution.ts';

const shownAtFirst = 10;

export function ReadingPanel({
  reading,
  vocabulary,
  isExact,
  onExact,
  onTake,
  children,
}: {
  readonly reading: Reading;
  readonly vocabulary: VocabularyTable;
  /** Entropy is read from the complete row. */
  readonly isExact: boolean;
  readonly onExact: (isExact: boolean) => void;
  readonly onTake: (tokenId: number) => void;
  /** Stands under the list. */
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation(['next-token', 'common']);
  const format = useTokenFormat();
  const [isAll, setAll] = useState(false);
  const [isTable, setTable] = useState(false);
  return (
    <>
      {isTable ? (
        <CandidateTable reading={reading} vocabulary={vocabulary} />
      ) : (
        <CandidateList
          reading={reading}
          vocabulary={vocabulary}
          count={isAll ? reading.candidates.length : shownAtFirst}
          onTake={onTake}
        />
      )}
      {reading.isExact ? null : <p className="mt-2 text-xs text-ink-soft">{t('next-token:bound')}</p>}
      {children}
      <Figures reading={reading} />
      <div className="mt-3 flex flex-wrap gap-2">
        {isTable ? null : (
          <Button isSmall look="quiet" onClick={() => setAll(!isAll)}>
            {isAll
              ? t('next-token:showFewer')
              : t('next-token:showAll', { total: format.integer(reading.candidates.length) })}
          </Button>
        )}
        <Button isSmall look="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? t('common:asChart') : t('common:asTable')}
        </Button>
        <Button
          isSmall
          look="quiet"
          className="aria-pressed:bg-selected"
          aria-pressed={isExact}
          onClick={() => onExact(!isExact)}
        >
          {t('next-token:makeExact')}
        </Button>
      </div>
      <p className="mt-2 text-xs text-ink-faint">
        {t('next-token:keys', { size: format.integer(reading.vocabularySize) })}
      </p>
    </>
  );
}

function Figures({ reading }: { readonly reading: Reading }): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { low, high } = reading.entropyBits;
  const choices = [format.choices(2 ** low), format.choices(2 ** high)];
  const isOne = format.bits(low) === format.bits(high);
  const figures = [
    [t('entropy'), `${t('bits', { bits: format.interval(low, high) })}${isOne ? ` (${t('exact')})` : ''}`],
    [t('choices'), `≈ ${choices[0] === choices[1] ? choices[0] : choices.join('–')}`],
    [t('margin'), format.share(reading.margin)],
  ] as const;
  return (
    <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-3 text-sm tabular-nums">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
