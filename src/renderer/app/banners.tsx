/**
 * What concerns the whole window: the lost connection, and once after a start what the core repaired. Page.
 */
import { X } from 'lucide-react';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StartupReport } from '#contract/app.ts';
import { connection } from '../client.ts';
import { Button } from '../components/button.tsx';
import { openRescue } from '../features/backups/actions.ts';
import { useFormat } from '../i18n/i18n.ts';
import { useAppStatus } from '../state/queries.ts';

export function Banners(): ReactNode {
  const { t } = useTranslation('app');
  const { status } = useSyncExternalStore(connection.subscribe, connection.get);
  const { data } = useAppStatus();
  return (
    <>
      <div role="status">
        {status === 'lost' ? (
          <p className="border-b border-line bg-sunken px-4 py-2 text-sm">
            <span className="font-medium">{t('connectionLost')}</span>{' '}
            <span className="text-ink-soft">{t('connectionHint')}</span>
          </p>
        ) : null}
      </div>
      {data?.startup.isReadOnly ? (
        <p role="status" className="border-b border-line bg-sunken px-4 py-2 text-sm">
          {t('readOnly')}
        </p>
      ) : null}
      {data?.startup.isDamaged ? <DamageNotice /> : null}
      {data ? <StartupNotice report={data.startup} /> : null}
    </>
  );
}

/** Stays until one of the ways out is taken. */
function DamageNotice(): ReactNode {
  const { t } = useTranslation('app');
  const [isOpening, setOpening] = useState(false);
  const open = async (): Promise<void> => {
    setOpening(true);
    await openRescue();
    setOpening(false);
  };
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-sunken px-4 py-2 text-sm"
    >
      <p className="min-w-0 flex-1">
        <span className="font-medium">{t('damaged.what')}</span>{' '}
        <span className="text-ink-soft">{t('damaged.safe')}</span>
      </p>
      <Button isSmall disabled={isOpening} onClick={() => void open()}>
        {t('damaged.action')}
      </Button>
    </div>
  );
}

/** A page that is reloaded does not tell the same again. */
const toldKey = 'prisme.startupTold';

function StartupNotice({ report }: { readonly report: StartupReport }): ReactNode {
  const { t } = useTranslation(['app', 'common']);
  const format = useFormat();
  const identity = JSON.stringify(report);
  const [told, setTold] = useState(() => sessionStorage.getItem(toldKey));
  const { interruptedReplies, damagedMessages, backupFileName, setAside } = report;
  const isQuiet = interruptedReplies === 0 && damagedMessages === 0 && backupFileName === null;
  // What a check finds later is told although the rest was dismissed.
  if (told === identity || (isQuiet && setAside === null)) return null;
  const dismiss = (): void => {
    sessionStorage.setItem(toldKey, identity);
    setTold(identity);
  };
  return (
    <section
      aria-label={t('app:startup.title')}
      className="flex items-start gap-4 border-b border-line bg-sunken py-2 pr-2 pl-4 text-sm"
    >
      <div className="min-w-0 flex-1 py-1">
        <p className="font-medium">{t('app:startup.title')}</p>
        {interruptedReplies > 0 ? (
          <p className="text-ink-soft">
            {t('app:startup.interrupted', {
              count: interruptedReplies,
              shown: format.integer(interruptedReplies),
            })}
          </p>
        ) : null}
        {damagedMessages > 0 ? (
          <p className="text-ink-soft">
            {t('app:startup.damaged', { count: damagedMessages, shown: format.integer(damagedMessages) })}
          </p>
        ) : null}
        {backupFileName === null ? null : (
          <p className="text-ink-soft">{t('app:startup.backup', { file: backupFileName })}</p>
        )}
        {setAside === null ? null : (
          <p className="text-ink-soft">{t(`app:startup.${setAside.reason}`, { folder: setAside.folder })}</p>
        )}
      </div>
      <button type="button" className="icon-button" aria-label={t('common:dismiss')} onClick={dismiss}>
        <X size={16} aria-hidden />
      </button>
    </section>
  );
}
