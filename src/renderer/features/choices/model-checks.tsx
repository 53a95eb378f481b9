/**
 * Which models are asked: the one of the header, or those that are ticked. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Checks } from '../../components/checks.tsx';
import { modelTitle } from '../../components/model-title.ts';
import { useChoices } from './choices-store.ts';

const mostModels = 16;

export function ModelChecks({
  model,
  models,
}: {
  readonly model: Model | null;
  readonly models: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('choices');
  const present = models.filter(({ isPresent }) => isPresent);
  const ticked = useChoices(({ modelIds }) => modelIds);
  const chosen = ticked ?? (model ? [model.id] : []);
  if (present.length < 2) return null;
  return (
    <Checks
      legend={t('models')}
      options={present.map((each) => ({ value: each.id, label: modelTitle(each) }))}
      chosen={chosen}
      most={mostModels}
      onChange={(modelIds) => useChoices.setState({ modelIds })}
    />
  );
}
