/**
 * Says how a file leaves: Electron asks where to put it, a browser puts it among its downloads. Page.
 */
import { useTranslation } from 'react-i18next';
import { useAppStatus } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';

export function useSaved(): (fileName: string) => void {
  const { t } = useTranslation('exporting');
  const { data: status } = useAppStatus();
  return (fileName) =>
    showToast(t(status?.shell === 'electron' ? 'savedAsking' : 'savedDownload', { file: fileName }));
}
