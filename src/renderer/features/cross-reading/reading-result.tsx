/**
 * What a cross-reading found about the text that is shown: tables, the coloured text, charts. Page.
 */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { type FollowedReading, useCrossReading } from './cross-reading-store.ts';
import { Continuations } from './continuations.tsx';
import { Disagreements } from './disagreements.tsx';
import { Matrix } from './matrix.tsx';
import { ModelTable } from './model-table.tsx';
import { PairTable } from './pair-table.tsx';
import { QualityChart } from './quality-chart.tsx';
import { ReadingMap } from './reading-map.tsx';

type Props = { readonly job: FollowedReading; readonly known: readonly Model[] };

export function ReadingResult({ job, known }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const shownText = useCrossReading((work) => work.shownText);
  const comparison = job.comparisons.find(({ textIndex }) => textIndex === shownText);
  const readings = useMemo(
    () => job.readings.filter(({ textIndex }) => textIndex === shownText),
    [job.readings, shownText],
  );
  const { texts } = job.request;
  const labelOf = (index: number): string =>
    texts[index]?.label || t('textOf', { n: format.integer(index + 1) });
  return (
    <>
      {texts.length > 1 && job.comparisons.length > 0 && (
        <>
          <Matrix job={job} known={known} labelOf={labelOf} />
          <div className="mt-6">
            <Segmented
              label={t('shownText')}
              value={String(shownText)}
              options={texts.map((_, index) => ({ value: String(index), label: labelOf(index) }))}
              onChange={(value) => useCrossReading.setState({ shownText: Number(value) })}
            />
          </div>
        </>
      )}
      {comparison && (
        <>
          <ModelTable comparison={comparison} readings={readings} known={known} />
          <PairTable comparison={comparison} known={known} />
          <Continuations comparison={comparison} known={known} />
        </>
      )}
      {readings.length > 0 && (
        <ReadingMap
          key={shownText}
          text={texts[shownText]?.text ?? ''}
          readings={readings}
          known={known}
          noise={comparison?.noise ?? null}
        />
      )}
      {comparison && (
        <>
          <Disagreements job={job} textIndex={shownText} known={known} />
          <QualityChart comparison={comparison} known={known} />
        </>
      )}
    </>
  );
}
