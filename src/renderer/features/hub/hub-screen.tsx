/**
 * Find models: the list of Prisme, what the hub found, or one repository of it. Page. Opening it asks nobody anything.
 */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useView } from '../../state/view.ts';
import { CatalogueList } from './catalogue-list.tsx';
import { useHub } from './hub-store.ts';
import { RepositoryView } from './repository-view.tsx';
import { Results } from './results.tsx';
import { SearchForm } from './search-form.tsx';

export function HubScreen(): ReactNode {
  const { t } = useTranslation(['hub', 'common']);
  const open = useHub((state) => state.openRepository);
  const hasSearched = useHub((state) => state.searched !== null);
  // What fits changes with every model that is loaded: read again whenever it comes into view.
  const { data, error, refetch } = useQuery({
    queryKey: ['hub', 'catalogue'],
    queryFn: () => core.hub.catalogue({}),
    staleTime: 0,
  });
  const host = data?.host ?? '';
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-read px-6 pt-8 pb-16">
        {open === null ? (
          <>
            <div className="flex items-start justify-between gap-4">
              <h1 className="text-xl font-semibold tracking-tight">{t('hub:title')}</h1>
              <Button isSmall onClick={() => useView.setState({ screen: 'models' })}>
                {t('hub:mine')}
              </Button>
            </div>
            <p className="mt-1 mb-6 text-sm text-ink-faint">{t('hub:intro')}</p>
            <SearchForm host={host} />
            {error ? (
              <div className="mt-6">
                <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />
              </div>
            ) : null}
            {hasSearched ? (
              <Results host={host} />
            ) : data ? (
              <CatalogueList host={host} models={data.models} />
            ) : error ? null : (
              <p className="mt-8 text-sm text-ink-faint" role="status">
                {t('common:loading')}
              </p>
            )}
          </>
        ) : (
          <RepositoryView key={open} host={host} name={open} />
        )}
      </div>
    </div>
  );
}
