/**
 * Tokeniser: a text as one model or several cut it. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { takeRequest } from '../../state/instruments.ts';
import { useModels } from '../../state/queries.ts';
import { CutColumn } from './cut-column.tsx';
import { mostModels, useDesk } from './desk.ts';
import { tokenisersOf, useCuts } from './use-cut.ts';

const noModels: readonly Model[] = [];

export function TokenizerScreen({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('tokenizer');
  const known = useModels().data?.models ?? noModels;
  const { modelIds } = useDesk();
  useEffect(() => {
    const request = takeRequest('tokenizer');
    if (request) useDesk.setState({ text: request.text });
  }, []);
  const chosen = modelIds === null ? [] : known.filter(({ id }) => modelIds.includes(id));
  const models = chosen.length > 0 ? chosen : model === null ? noModels : [model];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[100rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="mt-1 mb-6 text-sm text-ink-faint">{t('lead')}</p>
        {model === null ? (
          <p className="border-t border-line pt-6 text-base">{t('noModel')}</p>
        ) : (
          <DeskView known={known} models={models} />
        )}
      </div>
    </div>
  );
}

function DeskView({
  known,
  models,
}: {
  readonly known: readonly Model[];
  readonly models: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('tokenizer');
  const { text, hasIds } = useDesk();
  const tokenisers = tokenisersOf(models);
  const { stateOf, retry } = useCuts(tokenisers, text);
  const isAlone = tokenisers.length < 2;
  return (
    <>
      <div className={isAlone ? 'max-w-[46rem]' : ''}>
        <label className="block text-xs text-ink-faint">
          {t('text')}
          <textarea
            className="field mt-1 max-h-[40vh] text-base leading-6"
            rows={4}
            dir="auto"
            placeholder={t('placeholder')}
            value={text}
            onChange={({ target }) => useDesk.setState({ text: target.value })}
          />
        </label>
        <p className="mt-1 text-xs text-ink-faint">{t('plain', { mark: '<|im_start|>' })}</p>
      </div>
      <div className="my-4 flex flex-wrap items-center gap-x-6 gap-y-2">
        {known.length > 1 ? <ModelChoice known={known} models={models} /> : null}
        <label className="flex min-h-7 items-center gap-2 text-sm text-ink-soft">
          <input
            type="checkbox"
            className="accent-accent"
            checked={hasIds}
            onChange={({ target }) => useDesk.setState({ hasIds: target.checked })}
          />
          {t('showIds')}
        </label>
        {models.length > 1 ? (
          <p className="text-sm text-ink-soft" role="status">
            {isAlone ? `${t('same')} ✓` : `${t('different', { total: tokenisers.length })} ${t('inTurn')}`}
          </p>
        ) : null}
      </div>
      <div className={isAlone ? 'max-w-[46rem]' : 'grid gap-x-8 gap-y-8 inspector:grid-cols-2'}>
        {tokenisers.map((tokeniser) => (
          <CutColumn
            key={tokeniser.hash}
            tokeniser={tokeniser}
            state={stateOf(tokeniser.hash)}
            hasIds={hasIds}
            onRetry={retry}
          />
        ))}
      </div>
    </>
  );
}

function ModelChoice({
  known,
  models,
}: {
  readonly known: readonly Model[];
  readonly models: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('tokenizer');
  const ids = models.map(({ id }) => id);
  const choose = (id: Model['id'], isWanted: boolean): void => {
    const next = isWanted ? [...ids, id] : ids.filter((each) => each !== id);
    useDesk.setState({ modelIds: next.length === 0 ? null : next });
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-soft">
      <legend className="float-left mr-4 text-xs leading-7 text-ink-faint">{t('models')}</legend>
      {known
        .filter(({ isPresent }) => isPresent)
        .map(({ id, name }) => {
          const isChosen = ids.includes(id);
          return (
            <label key={id} className="flex min-h-7 items-center gap-2">
              <input
                type="checkbox"
                className="accent-accent"
                checked={isChosen}
                disabled={isChosen ? ids.length === 1 : ids.length >= mostModels}
                onChange={({ target }) => choose(id, target.checked)}
              />
              {name}
            </label>
          );
        })}
    </fieldset>
  );
}
