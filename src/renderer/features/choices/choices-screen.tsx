/**
 * Choices: how probable a model finds each answer to a question. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { useModels } from '../../state/queries.ts';
import { rejoinRun } from './choices-actions.ts';
import { ChoicesForm } from './choices-form.tsx';
import { ChoicesResult } from './choices-result.tsx';
import { useChoices } from './choices-store.ts';

const noModels: readonly Model[] = [];

export function ChoicesScreen({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('choices');
  const models = useModels().data?.models ?? noModels;
  const run = useChoices((work) => work.run);
  useEffect(() => {
    void rejoinRun();
  }, []);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[72rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="prose-quiet">{t('lead')}</p>
        <ChoicesForm model={model} models={models} />
        {run && <ChoicesResult run={run} known={models} />}
      </div>
    </div>
  );
}
