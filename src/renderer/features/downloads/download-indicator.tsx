/**
 * Says in the frame that something is being downloaded, and leads to it. Page. Nothing where nothing is.
 */
import { Download as DownloadIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../components/tip.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { isUnderWay, useDownloads } from '../../state/downloads.ts';
import { useView } from '../../state/view.ts';

export function DownloadIndicator(): ReactNode {
  const { t } = useTranslation('downloads');
  const format = useFormat();
  const { data } = useDownloads();
  const running = data?.filter(isUnderWay) ?? [];
  if (running.length === 0) return null;
  const sum = (of: 'receivedBytes' | 'sizeBytes'): number =>
    running.reduce((total, download) => total + download[of], 0);
  const sizeBytes = sum('sizeBytes');
  const fraction = format.percent(sizeBytes === 0 ? 1 : sum('receivedBytes') / sizeBytes);
  const count = running.length;
  const label = t('indicator', { count, shown: format.integer(count), fraction });
  return (
    <Tip text={label}>
      <button
        type="button"
        aria-label={label}
        className="button button-quiet button-small flex-none tabular-nums"
        onClick={() => useView.setState({ screen: 'models' })}
      >
        <DownloadIcon size={16} strokeWidth={1.75} aria-hidden /> {fraction}
      </button>
    </Tip>
  );
}
