/**
 * The backups that are there, each with the way back to it, asked for twice. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '#contract/backups.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { restoreBackup } from './actions.ts';

export function BackupList({ backups }: { readonly backups: readonly Backup[] }): ReactNode {
  const { t } = useTranslation('backups');
  const [chosen, setChosen] = useState<Backup | null>(null);
  const [isRestoring, setRestoring] = useState(false);
  if (isRestoring) {
    return (
      <p className="text-sm" role="status">
        {t('restoring')}
      </p>
    );
  }
  if (backups.length === 0) return <p className="text-sm text-ink-soft">{t('none')}</p>;
  const restore = async (backup: Backup): Promise<void> => {
    setRestoring(true);
    setChosen(null);
    if (!(await restoreBackup(backup))) setRestoring(false);
  };
  return (
    <ul aria-label={t('list')} className="flex flex-col">
      {backups.map((backup) => (
        <Row
          key={backup.name}
          backup={backup}
          isChosen={chosen?.name === backup.name}
          onChoose={setChosen}
          onRestore={() => void restore(backup)}
        />
      ))}
    </ul>
  );
}

type RowProps = {
  readonly backup: Backup;
  readonly isChosen: boolean;
  readonly onChoose: (backup: Backup | null) => void;
  readonly onRestore: () => void;
};

function Row({ backup, isChosen, onChoose, onRestore }: RowProps): ReactNode {
  const { t } = useTranslation(['backups', 'common']);
  const format = useFormat();
  const time = format.dateTime(backup.madeAtMs);
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm">
        <span>
          {time} <span className="text-ink-faint">{format.bytes(backup.sizeBytes)}</span>
        </span>
        <Button
          isSmall
          aria-label={t('backups:restoreOf', { time })}
          aria-expanded={isChosen}
          onClick={() => onChoose(isChosen ? null : backup)}
        >
          {t('backups:restore')}
        </Button>
      </div>
      {isChosen ? (
        <div className="mt-2 rounded bg-sunken px-4 py-3 text-sm">
          <p role="status">{t('backups:confirm', { time })}</p>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button isSmall look="danger" onClick={onRestore}>
              {t('backups:confirmAction')}
            </Button>
            <Button isSmall onClick={() => onChoose(null)}>
              {t('common:cancel')}
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
