/**
 * All downloads, with how far each is and what can be done with it. Page. Nothing where there is none.
 */
import { Pause, Play, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Download } from '#contract/downloads.ts';
import { toPageError } from '../../core-error.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import {
  cancelDownload,
  isUnderWay,
  pauseDownload,
  resumeDownload,
  useDownloads,
} from '../../state/downloads.ts';
import { fractionOf, progressLine } from './progress-line.ts';

export function DownloadsList(): ReactNode {
  const { t } = useTranslation('downloads');
  const { data, error, refetch } = useDownloads();
  if (error) return <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <section className="mb-8" aria-label={t('title')}>
      <h2 className="text-sm font-semibold">{t('title')}</h2>
      <ul className="mt-2 border-b border-line">
        {data.map((download) => (
          <DownloadRow key={download.id} download={download} />
        ))}
      </ul>
    </section>
  );
}

function DownloadRow({ download }: { readonly download: Download }): ReactNode {
  const { t } = useTranslation('downloads');
  const format = useFormat();
  const { fileName, repository, state, hasStartedAgain } = download;
  const isComplete = state.kind === 'complete';
  // What failed with nothing left of it has no progress: its panel says everything.
  const isEmpty = state.kind === 'failed' && download.receivedBytes === 0;
  return (
    <li className="border-t border-line py-3" data-download={state.kind}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-base font-medium">{fileName}</p>
          <p className="text-xs wrap-anywhere text-ink-faint">{t('from', { repository })}</p>
        </div>
        <Actions download={download} />
      </div>
      {isComplete || isEmpty ? null : (
        <div className="mt-2">
          <Progress label={t('progress', { name: fileName })} fraction={fractionOf(download)} />
        </div>
      )}
      {isEmpty ? null : (
        <p className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-xs text-ink-soft tabular-nums">
          <span role="status">{stateWords(download, t)}</span>
          <span className="text-ink-faint">{progressLine(download, t, format)}</span>
        </p>
      )}
      {hasStartedAgain ? <p className="mt-1 text-xs text-ink-faint">{t('startedAgain')}</p> : null}
      {state.kind === 'failed' ? (
        <div className="mt-3">
          <ErrorPanel error={state.error}>
            <Button isSmall onClick={() => void resumeDownload(download.id)}>
              {t('retry')}
            </Button>
          </ErrorPanel>
        </div>
      ) : null}
    </li>
  );
}

/** What it does, in a few words; an error has its own panel. */
function stateWords({ state }: Download, t: ReturnType<typeof useTranslation<'downloads'>>['t']): string {
  if (state.kind === 'failed') return '';
  if (state.kind !== 'paused') return t(`state.${state.kind}`);
  return t(state.reason === 'offline' ? 'state.pausedOffline' : 'state.pausedPerson');
}

function Actions({ download }: { readonly download: Download }): ReactNode {
  const { t } = useTranslation('downloads');
  const { id, fileName: name, state, receivedBytes } = download;
  const [isAsking, setAsking] = useState(false);
  const isComplete = state.kind === 'complete';
  const cancel = (): void => {
    if (isComplete || receivedBytes === 0) void cancelDownload(id);
    else setAsking(true);
  };
  return (
    <div className="flex flex-none">
      {isUnderWay(download) ? (
        <IconButton icon={Pause} label={t('pause', { name })} onClick={() => void pauseDownload(id)} />
      ) : null}
      {state.kind === 'paused' ? (
        <IconButton icon={Play} label={t('resume', { name })} onClick={() => void resumeDownload(id)} />
      ) : null}
      <IconButton icon={X} label={t(isComplete ? 'dismiss' : 'cancel', { name })} onClick={cancel} />
      <CancelDialog download={download} isOpen={isAsking} onClose={() => setAsking(false)} />
    </div>
  );
}

type CancelProps = { readonly download: Download; readonly isOpen: boolean; readonly onClose: () => void };

/** Gigabytes may have arrived: that is not lost with one click. */
function CancelDialog({ download, isOpen, onClose }: CancelProps): ReactNode {
  const { t } = useTranslation('downloads');
  const format = useFormat();
  const size = format.bytes(download.receivedBytes);
  return (
    <Modal title={t('cancelTitle')} isOpen={isOpen} onClose={onClose}>
      <p className="text-sm text-ink-soft">{t('cancelBody', { size, name: download.fileName })}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('cancelNo')}</Button>
        <Button look="danger" onClick={() => void cancelDownload(download.id)}>
          {t('cancelYes')}
        </Button>
      </div>
    </Modal>
  );
}
