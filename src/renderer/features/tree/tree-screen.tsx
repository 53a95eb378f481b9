/**
 * Tree of continuations: a beginning, how far to grow, the tree as a list or as blocks, and its chosen place. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { takeRequest } from '../../state/instruments.ts';
import { useVocabulary } from '../../state/traces/traces.ts';
import { beginWith } from './tree-actions.ts';
import { StartForm } from './start-form.tsx';
import { TreeResult } from './tree-result.tsx';
import { useTree } from './tree-store.ts';

export function TreeScreen({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('tree');
  const run = useTree((work) => work.run);
  const vocabulary = useVocabulary(run?.model.vocabularyHash ?? null);
  useEffect(() => {
    const request = takeRequest('tree');
    if (request) beginWith(request);
  }, []);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[76rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="prose-quiet">{t('lead')}</p>
        {model === null ? (
          <p className="mt-6 border-t border-line pt-6 text-base">{t('noModel')}</p>
        ) : (
          <StartForm model={model} run={run} />
        )}
        {run && <TreeResult run={run} vocabulary={vocabulary} />}
      </div>
    </div>
  );
}
