/**
 * The prompts of a grid, their variants, what is asked of them, and of which models. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mostGridCells } from '#contract/grids.ts';
import { gridSize } from '#contract/grid-size.ts';
import type { Model } from '#contract/models.ts';
import { gridCells } from '#probability/grids/grid-layout.ts';
import { Button } from '../../components/button.tsx';
import { Checks } from '../../components/checks.tsx';
import { modelTitle } from '../../components/model-title.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { missingIn, requestOf } from './grid-request.ts';
import { startGrid } from './grids-actions.ts';
import { setDraft, useGrids } from './grids-store.ts';
import { TaskFields } from './task-fields.tsx';
import { VariantFields } from './variant-fields.tsx';

type Props = { readonly model: Model | null; readonly models: readonly Model[] };

const mostModels = 16;

export function GridForm({ model, models }: Props): ReactNode {
  const { t } = useTranslation('grids');
  const format = useFormat();
  const draft = useGrids((work) => work.draft);
  const ticked = draft.modelIds ?? (model ? [model.id] : []);
  const chosen = models.filter(({ id, isPresent }) => isPresent && ticked.includes(id));
  const request = requestOf(
    draft,
    chosen.map(({ id }) => id),
  );
  const missing = missingIn(request);
  const cells = gridCells(gridSize(request));
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) void startGrid(request);
      }}
    >
      <PromptFields />
      <VariantFields prompts={request.prompts} />
      <TaskFields />
      <ModelChecks models={models} chosen={chosen} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="primary" disabled={missing !== null}>
          {t('run')}
        </Button>
        <p className="prose-quiet tabular-nums">
          {missing === null || missing === 'tooMany'
            ? t('size', { count: cells, shown: format.integer(cells) })
            : t(`missing.${missing}`)}
          {missing === 'tooMany' && ` ${t('missing.tooMany', { most: format.integer(mostGridCells) })}`}
        </p>
      </div>
    </form>
  );
}

function PromptFields(): ReactNode {
  const { t } = useTranslation('grids');
  const { prompts, otherLanguage } = useGrids((work) => work.draft);
  const fields = [
    { name: 'prompts', value: prompts, hint: t('promptsHint') },
    { name: 'otherLanguage', value: otherLanguage, hint: t('otherLanguageHint') },
  ] as const;
  return (
    <div className="grid gap-3 sidebar:grid-cols-2">
      {fields.map(({ name, value, hint }) => (
        <label key={name} className="block text-xs text-ink-faint">
          {t(name)}
          <textarea
            className="field mt-1 text-base leading-6"
            rows={4}
            dir="auto"
            maxLength={200_000}
            placeholder={hint}
            value={value}
            onChange={({ target }) => setDraft({ [name]: target.value })}
          />
        </label>
      ))}
    </div>
  );
}

function ModelChecks({
  models,
  chosen,
}: {
  readonly models: readonly Model[];
  readonly chosen: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('grids');
  const present = models.filter(({ isPresent }) => isPresent);
  if (present.length === 0) return null;
  return (
    <Checks
      legend={t('models')}
      options={present.map((model) => ({ value: model.id, label: modelTitle(model) }))}
      chosen={chosen.map(({ id }) => id)}
      most={mostModels}
      onChange={(modelIds) => setDraft({ modelIds })}
    />
  );
}
