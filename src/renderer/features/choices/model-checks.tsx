/**
 * Which models are asked: the one of the header, or those that are ticked. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { useChoices } from './choices-store.ts';
import { modelTitle } from '../../components/model-title.ts';

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
  const toggle = (id: ModelId): void => {
    const others = chosen.filter((each) => each !== id);
    useChoices.setState({ modelIds: chosen.includes(id) ? others : [...chosen, id].slice(-mostModels) });
  };
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-faint">{t('models')}</legend>
      <div className="flex max-h-40 flex-wrap gap-x-6 gap-y-1 overflow-y-auto">
        {present.map((each) => (
          <label key={each.id} className="flex min-h-6 items-center gap-2 text-sm">
            <input type="checkbox" checked={chosen.includes(each.id)} onChange={() => toggle(each.id)} />
            <span className="break-words">{modelTitle(each)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
