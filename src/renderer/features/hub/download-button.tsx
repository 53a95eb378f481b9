/**
 * The way to have a model of the hub: here already, on its way, or to be fetched. Page.
 */
import { Check, Download as DownloadIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Download } from '#contract/downloads.ts';
import type { HubRepository, HubVariant } from '#contract/hub.ts';
import { Button } from '../../components/button.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import {
  downloadOf,
  isUnderWay,
  resumeDownload,
  startDownload,
  useDownloads,
} from '../../state/downloads.ts';
import { useModels, useSettings } from '../../state/queries.ts';
import { isHere } from './is-here.ts';

type Props = { readonly variant: HubVariant; readonly repository: HubRepository };

export function DownloadButton({ variant, repository }: Props): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const { data: models } = useModels();
  const { data: downloads } = useDownloads();
  const { data: settings } = useSettings();
  const download = downloadOf(downloads ?? [], repository.repository, variant.files);
  if (isHere(variant.files, download, models?.models ?? []))
    return (
      <span className="flex items-center gap-1 text-xs text-ink-soft">
        <Check size={14} className="flex-none" aria-hidden /> {t('download.have')}
      </span>
    );
  if (download && isUnderWay(download)) return <UnderWay name={variant.name} download={download} />;
  const isBegun = download !== null && download.state.kind !== 'complete';
  const size = format.bytes(variant.sizeBytes);
  return (
    <Button
      isSmall
      disabled={settings?.isOffline ?? true}
      aria-label={t(isBegun ? 'download.resume' : 'download.start', { name: variant.name, size })}
      onClick={() =>
        void (isBegun
          ? resumeDownload(download.id)
          : startDownload(repository.repository, repository.revision, variant.files))
      }
    >
      <DownloadIcon size={14} aria-hidden /> {t(isBegun ? 'download.resumeShort' : 'download.short')}
    </Button>
  );
}

function UnderWay({ name, download }: { readonly name: string; readonly download: Download }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const { state, receivedBytes, sizeBytes } = download;
  const isVerifying = state.kind === 'verifying';
  const fraction = isVerifying ? state.fraction : sizeBytes > 0 ? receivedBytes / sizeBytes : 0;
  return (
    <span className="flex w-full flex-col gap-1 text-xs text-ink-soft">
      <span className="flex justify-between gap-2">
        <span>{t(isVerifying ? 'download.verifying' : 'download.running')}</span>
        <span className="tabular-nums">{format.percent(Math.min(1, fraction))}</span>
      </span>
      <Progress label={t('download.of', { name })} fraction={Math.min(1, fraction)} />
    </span>
  );
}
