/**
 * The list of models: what is there, what is loaded, what could not be read. Page.
 */
import { RefreshCw, Search } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useErrorWords, useFormat } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { useAppStatus, useModels, type ModelList } from '../../state/queries.ts';
import { openHub } from '../../state/view.ts';
import { AddModel } from './add-model.tsx';
import { ModelBin } from './model-bin.tsx';
import { ModelFolders } from './model-folders.tsx';
import { MemoryBar } from './memory-bar.tsx';
import { ModelPage } from './model-page.tsx';
import { ModelRow } from './model-row.tsx';

/** Folders are watched; where that is not possible, a window that comes to the front looks again. */
function useRescanOnFocus(): void {
  useEffect(() => {
    const rescan = (): void => void core.models.rescan({}).catch(() => undefined);
    window.addEventListener('focus', rescan);
    return () => window.removeEventListener('focus', rescan);
  }, []);
}

/** @param children what is on its way here, from another feature */
export function ModelsScreen({ children }: { readonly children: ReactNode }): ReactNode {
  const { data } = useModels();
  const [openId, setOpenId] = useState<ModelId | null>(null);
  useRescanOnFocus();
  const open = data?.models.find(({ id }) => id === openId);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-read px-6 pt-8 pb-16">
        {open ? (
          <ModelPage key={open.id} model={open} onLeave={() => setOpenId(null)} />
        ) : (
          <ModelListView onOpen={setOpenId}>{children}</ModelListView>
        )}
      </div>
    </div>
  );
}

type ListProps = { readonly children: ReactNode; readonly onOpen: (id: ModelId) => void };

function ModelListView({ children, onOpen }: ListProps): ReactNode {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { data, error, refetch } = useModels();
  const { data: status } = useAppStatus();
  return (
    <>
      <div className="flex items-start justify-between gap-4">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <IconButton
          icon={RefreshCw}
          label={t('rescan')}
          onClick={() => void attempt(() => core.models.rescan({}))}
        />
      </div>
      <p className="mt-1 mb-6 text-sm text-ink-faint">
        {t('intro')}{' '}
        {status
          ? t('memoryFree', {
              free: format.bytes(status.freeMemoryBytes),
              total: format.bytes(status.totalMemoryBytes),
            })
          : ''}
      </p>
      {error ? <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} /> : null}
      {children}
      {data?.models.length === 0 ? (
        <div className="mb-6 border-t border-line pt-6">
          <p className="text-base font-medium">{t('emptyTitle')}</p>
          <p className="text-sm text-ink-faint">{t('emptyHint')}</p>
        </div>
      ) : null}
      {data && data.models.length > 0 ? <MemoryBar models={data.models} /> : null}
      {data && data.models.length > 0 ? (
        <ul aria-label={t('title')} className="mb-6 border-b border-line">
          {data.models.map((model) => (
            <ModelRow key={model.id} model={model} onOpen={() => onOpen(model.id)} />
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap items-start gap-3">
        <AddModel look={data?.models.length === 0 ? 'primary' : 'plain'} />
        <Button onClick={openHub}>
          <Search size={16} aria-hidden /> {t('find')}
        </Button>
      </div>
      {data && data.rejected.length > 0 ? <RejectedFiles rejected={data.rejected} /> : null}
      <ModelFolders />
      <ModelBin />
    </>
  );
}

function RejectedFiles({ rejected }: { readonly rejected: ModelList['rejected'] }): ReactNode {
  const { t } = useTranslation('models');
  const format = useFormat();
  const words = useErrorWords();
  return (
    <section className="mt-10" aria-label={t('rejected')}>
      <h2 className="text-sm font-semibold">{t('rejected')}</h2>
      <ul className="mt-2 border-b border-line">
        {rejected.map((file) => (
          <li key={file.fileName} className="border-t border-line py-3 text-sm">
            <p className="flex justify-between gap-4">
              <span className="min-w-0 truncate font-mono text-xs leading-5">{file.fileName}</span>
              <span className="flex-none text-ink-faint">{format.bytes(file.sizeBytes)}</span>
            </p>
            <p className="text-ink-soft">
              {words(file.error.code).what} {words(file.error.code).next}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
