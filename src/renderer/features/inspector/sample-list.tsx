/**
 * "Sample ten from here": short continuations as they come, each a way to branch. Page.
 */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BranchPlace } from '#contract/place.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { surprisalBits } from '#probability/step-measures.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { Progress } from '../../components/progress.tsx';
import { requestBranch } from './branch-actions.ts';
import { placeKey, type TextSource } from './inspected-place.ts';
import {
  sampleFrom,
  samplesWanted,
  settingsToSample,
  stopSampling,
  useSamples,
  type Sample,
} from './samples.ts';
import { textOfTokens } from '../../components/token-text.ts';

type Props = {
  readonly place: BranchPlace;
  readonly source: TextSource;
  readonly vocabulary: VocabularyTable;
  readonly canBranch: boolean;
};

function SampleItem({
  sample,
  place,
  vocabulary,
  canBranch,
}: Pick<Props, 'place' | 'vocabulary' | 'canBranch'> & { readonly sample: Sample }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const id = useId();
  const text = textOfTokens(vocabulary, sample.tokenIds);
  const facts = [
    t('token.bits', { bits: format.bits(surprisalBits(sample.logprob)) }),
    t('branch.seed', { seed: sample.seed }),
    ...(sample.isEnded ? [t('branch.ended')] : []),
  ];
  return (
    <li>
      <button
        type="button"
        className="sample"
        disabled={!canBranch}
        aria-describedby={id}
        aria-label={t('branch.withSample', { text: text.trim() })}
        onClick={() => void requestBranch(place, { kind: 'tokens', tokenIds: sample.tokenIds })}
      >
        <bdi>{text === '' ? t('branch.noText') : text}</bdi>
        <small id={id}>{facts.join(' · ')}</small>
      </button>
    </li>
  );
}

export function SampleList({ place, source, vocabulary, canBranch }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const run = useSamples((runs) => runs[placeKey(place)]);
  const samples = run?.samples ?? [];
  const isRunning = run?.isRunning ?? false;
  const shown = format.integer(samples.length);
  return (
    <>
      <div className="tool-row">
        {isRunning ? (
          <button type="button" className="action-button" onClick={stopSampling}>
            {t('branch.stopSampling')}
          </button>
        ) : (
          <button
            type="button"
            className="action-button"
            onClick={() => void sampleFrom(place, source.settings)}
          >
            {t('branch.sample')}
          </button>
        )}
        <span role="status" className="note">
          {run ? t('branch.progress', { done: shown, total: format.integer(samplesWanted) }) : ''}
        </span>
      </div>
      {isRunning && <Progress label={t('branch.sample')} fraction={samples.length / samplesWanted} />}
      {run?.error ? <ErrorPanel error={run.error} /> : null}
      {samples.length > 0 && (
        <>
          <ol className="samples" aria-label={t('branch.samples')}>
            {samples.map((sample) => (
              <SampleItem
                key={sample.seed}
                sample={sample}
                place={place}
                vocabulary={vocabulary}
                canBranch={canBranch}
              />
            ))}
          </ol>
          <p className="note">
            {settingsToSample(source.settings) === source.settings
              ? t('branch.sampleNote')
              : t('branch.sampleNoteGreedy')}
          </p>
        </>
      )}
    </>
  );
}
