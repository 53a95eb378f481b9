/**
 * Everything that a model's file says about itself, where its copies lie, and what may be done with them. Page. How it
 * is loaded is below its line in the list.
 */
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { toPageError } from '../../core-error.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ModelFactsView } from './model-facts-view.tsx';
import { ModelPlaces } from './model-places.tsx';
import { modelStatus } from './model-status.ts';
import { StatusDot } from './status-dot.tsx';
import { useInspectedModel } from './file-queries.ts';
import { useRemoveModel } from './remove-model.ts';
import { LoadFailure } from './too-large.tsx';

type Props = { readonly model: Model; readonly onLeave: () => void };

export function ModelPage({ model, onLeave }: Props): ReactNode {
  const { t } = useTranslation(['model-files', 'common']);
  const { data, error, refetch } = useInspectedModel(model.id);
  const { remove } = useRemoveModel();
  const { status } = modelStatus(model);
  return (
    <article aria-label={model.name}>
      <Button look="quiet" isSmall className="-ml-3" onClick={onLeave}>
        <ArrowLeft size={16} aria-hidden /> {t('model-files:all')}
      </Button>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <StatusDot status={status} />
        <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{model.name}</h1>
        <span className="flex-1" />
        <Button isSmall onClick={() => void remove(model).then((isGone) => isGone && onLeave())}>
          {t('model-files:remove')}
        </Button>
      </div>
      <div className="mt-6 empty:hidden">
        <LoadFailure model={model} />
      </div>
      {error ? (
        <div className="mt-6">
          <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data === undefined && !error ? (
        <p className="mt-6 text-sm text-ink-faint" aria-busy>
          {t('common:loading')}
        </p>
      ) : null}
      {data?.error ? (
        <div className="mt-6">
          <ErrorPanel error={toPageError(data.error)} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data?.facts ? <ModelFactsView facts={data.facts} /> : null}
      {data ? <ModelPlaces model={model} inspected={data} /> : null}
    </article>
  );
}
