/**
 * The part of the settings about backups: when they were made, how large they are, one now, one back. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { toPageError } from '../../core-error.ts';
import { useBackups } from '../../state/queries.ts';
import { createBackup } from './actions.ts';
import { BackupList } from './backup-list.tsx';

export function BackupsSection(): ReactNode {
  const { t } = useTranslation('backups');
  const { data: backups, error, refetch } = useBackups();
  const [isCreating, setCreating] = useState(false);
  const create = (): void => {
    setCreating(true);
    void createBackup().finally(() => setCreating(false));
  };
  return (
    <section className="border-t border-line pt-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="text-sm font-semibold">{t('title')}</h3>
        <Button isSmall disabled={isCreating} onClick={create}>
          {isCreating ? t('creating') : t('create')}
        </Button>
      </div>
      <p className="mt-1 mb-2 text-sm text-ink-soft">{t('lead')}</p>
      {error ? <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} /> : null}
      {backups ? <BackupList backups={backups} /> : null}
    </section>
  );
}
