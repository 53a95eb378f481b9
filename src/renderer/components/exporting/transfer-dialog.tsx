/**
 * How far an export or an import is, with the way to stop it; why it failed. Page. A short one shows nothing.
 */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { closeTransfer, useTransfer, type Transfer } from '../../state/transfers.ts';
import { Button } from '../button.tsx';
import { ErrorPanel } from '../error-panel.tsx';
import { Modal } from '../modal.tsx';
import { Progress } from '../progress.tsx';

/** What is done sooner needs no dialog. */
const patienceMs = 500;

export function TransferDialog(): ReactNode {
  const { transfer } = useTransfer();
  const isLong = useIsLong(transfer?.abort ?? null);
  const { t } = useTranslation('exporting');
  if (transfer === null || (!isLong && transfer.error === null)) return null;
  return (
    <Modal title={t(transfer.kind)} isOpen onClose={closeTransfer}>
      <TransferState transfer={transfer} />
    </Modal>
  );
}

/** `run` is another object for each transfer. */
function useIsLong(run: AbortController | null): boolean {
  const [longRun, setLongRun] = useState<AbortController | null>(null);
  useEffect(() => {
    if (run === null) return undefined;
    const timer = setTimeout(() => setLongRun(run), patienceMs);
    return () => clearTimeout(timer);
  }, [run]);
  return run !== null && longRun === run;
}

function TransferState({ transfer }: { readonly transfer: Transfer }): ReactNode {
  const { t } = useTranslation(['exporting', 'common']);
  const { error, fileName, fraction, kind } = transfer;
  return (
    <>
      <p className="mb-3 text-sm break-words text-ink-soft">{fileName}</p>
      {error ? <ErrorPanel error={error} /> : <Progress label={t(`exporting:${kind}`)} fraction={fraction} />}
      <div className="dialog-actions">
        <Button onClick={closeTransfer}>{t(error ? 'common:close' : 'common:cancel')}</Button>
      </div>
    </>
  );
}
