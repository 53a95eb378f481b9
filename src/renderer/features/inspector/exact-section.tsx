/**
 * "Exact": what the model says about a place when it is asked again, over its whole vocabulary. Page. It needs the
 * model that read the text; every number is marked as recomputed.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { InspectedStep } from '#probability/inspect-step.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { loadModel } from '../../state/actions.ts';
import { useModels } from '../../state/queries.ts';
import { ExactFigures } from './exact-figures.tsx';
import { computeExactly, stopExact, useExact } from './exact.ts';
import { HowProbable } from './how-probable.tsx';
import { placeKey, type TextSource } from './inspected-place.ts';
import { ProfileLine } from './profile-line.tsx';

type Props = {
  readonly place: BranchPlace;
  readonly source: TextSource;
  readonly vocabulary: VocabularyTable;
  /** The token that stands there; null: none does. */
  readonly tokenId: number | null;
  /** What was captured there; null: nothing was. */
  readonly captured: InspectedStep | null;
};

/** The way to the model, when it is not loaded. */
function LoadFirst({ model, name }: { model: Model | undefined; name: string }): ReactNode {
  const { t } = useTranslation('inspector');
  if (model?.isPresent !== true) return <p className="note">{t('exact.modelGone', { model: name })}</p>;
  if (model.state.kind === 'loading' || model.state.kind === 'calibrating')
    return <Progress label={t('exact.loading', { model: name })} fraction={model.state.fraction} />;
  return (
    <>
      {'error' in model.state && <ErrorPanel error={model.state.error} />}
      <p className="note">{t('exact.needsModel', { model: name })}</p>
      <button type="button" className="action-button" onClick={() => void loadModel(model.id)}>
        {t('exact.load', { model: name })}
      </button>
    </>
  );
}

function Computed({ place, source, tokenId, captured }: Omit<Props, 'vocabulary'>): ReactNode {
  const { t } = useTranslation('inspector');
  const state = useExact((known) => known[placeKey(place)]);
  const compute = (
    <button type="button" className="action-button" onClick={() => void computeExactly(place, tokenId)}>
      {t('exact.compute')}
    </button>
  );
  if (state?.kind === 'running')
    return (
      <>
        <button type="button" className="action-button" onClick={stopExact}>
          {t('exact.stop')}
        </button>
        <Progress label={t('exact.running')} fraction={state.fraction} />
      </>
    );
  if (state?.kind === 'known')
    return (
      <>
        <ExactFigures distribution={state.distribution} captured={captured} />
        <ProfileLine modelName={source.model.name} profile={state.distribution.profile} isRecomputed />
      </>
    );
  return (
    <>
      {state?.kind === 'failed' && <ErrorPanel error={state.error} />}
      {compute}
    </>
  );
}

export function ExactSection(props: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const { place, source, vocabulary, captured } = props;
  const { data } = useModels();
  const model = data?.models.find(({ id }) => id === source.model.id);
  return (
    <section className="tool" aria-label={t('exact.title')}>
      <h4>{t('exact.title')}</h4>
      {model?.state.kind === 'loaded' ? (
        <>
          <Computed {...props} />
          <HowProbable place={place} source={source} vocabulary={vocabulary} captured={captured} />
        </>
      ) : (
        <LoadFirst model={model} name={source.model.name} />
      )}
    </section>
  );
}
