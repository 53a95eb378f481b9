/**
 * Prompt grid: the same prompts and variants of them, for several models, settings and seeds. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { useModels } from '../../state/queries.ts';
import { GridForm } from './grid-form.tsx';
import { GridList } from './grid-list.tsx';
import { GridResult } from './grid-result.tsx';
import { rejoinGrid } from './grids-actions.ts';
import { useGrids } from './grids-store.ts';

const noModels: readonly Model[] = [];

export function GridsScreen({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('grids');
  const models = useModels().data?.models ?? noModels;
  const grid = useGrids((work) => work.grid);
  useEffect(() => {
    void rejoinGrid();
  }, []);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[72rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="prose-quiet">{t('lead')}</p>
        <GridForm model={model} models={models} />
        {grid && <GridResult grid={grid} known={models} />}
        <GridList />
      </div>
    </div>
  );
}
