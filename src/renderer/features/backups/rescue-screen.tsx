/**
 * Shown in the place of everything else while the database cannot be opened: why, and the ways out. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { core } from '../../client.ts';
import type { PageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { useBackups } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { BackupList } from './backup-list.tsx';

type Props = { readonly error: PageError; readonly logo: ReactNode };

export function RescueScreen({ error, logo }: Props): ReactNode {
  const { t } = useTranslation('backups');
  const { data: backups } = useBackups();
  const isDamaged = error.code === 'database.damaged';
  return (
    <main className="h-full overflow-auto p-6">
      <div className="mx-auto flex w-full max-w-xl flex-col gap-6">
        {logo}
        <div>
          <h1 className="text-lg font-semibold">{isDamaged ? t('rescueTitle') : t('newerTitle')}</h1>
          <p className="mt-1 text-base text-ink-soft">{isDamaged ? t('rescueLead') : t('newerLead')}</p>
        </div>
        <section>
          <h2 className="mb-2 text-sm font-semibold">{t('title')}</h2>
          {backups ? <BackupList backups={backups} /> : null}
        </section>
        {isDamaged ? <Salvage /> : null}
        <ErrorPanel error={error} />
      </div>
    </main>
  );
}

/** The app takes the place of this screen by itself, as soon as the core has opened the new database. */
function Salvage(): ReactNode {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const [isRunning, setRunning] = useState(false);
  const salvage = async (): Promise<void> => {
    setRunning(true);
    const report = await attempt(() => core.backups.salvage({}));
    if (report) {
      const [conversations, messages] = [report.conversations, report.messages].map(format.integer);
      showToast(t(report.isComplete ? 'salvaged' : 'salvagedPart', { conversations, messages }));
    } else setRunning(false);
  };
  return (
    <section>
      <h2 className="text-sm font-semibold">{t('salvageTitle')}</h2>
      <p className="mt-1 mb-2 text-sm text-ink-soft">{t('salvageLead')}</p>
      <Button disabled={isRunning} onClick={() => void salvage()}>
        {isRunning ? t('salvaging') : t('salvage')}
      </Button>
    </section>
  );
}
