/**
 * Every attempt to reach another machine since the start, normally none, and the switch that forbids even what a person
 * starts. Page.
 */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EgressAttempt } from '#contract/egress.ts';
import type { PrivacyReport } from '#contract/privacy.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { updateSettings } from '../../state/actions.ts';
import { useSettings } from '../../state/queries.ts';
import { PageSection } from '../../components/page-section.tsx';
import { ColumnHead } from './column-head.tsx';

export function RequestsSection({ report }: { readonly report: PrivacyReport }): ReactNode {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  const { attemptCount, refusedCount, attempts } = report;
  return (
    <PageSection title={t('requests')}>
      <p className="mt-1 text-lg" role="status">
        {t('requestCount', { count: attemptCount, shown: format.integer(attemptCount) })}{' '}
        <span className="text-ink-faint">{t('since', { moment: format.dateTime(report.sinceMs) })}</span>
      </p>
      <p className="mt-1 text-sm text-ink-soft">
        {attemptCount === 0
          ? t('requestsNone')
          : refusedCount === attemptCount
            ? t('requestsRefused')
            : t('requestsSome', { shown: format.integer(refusedCount) })}
      </p>
      {attempts.length > 0 ? <AttemptTable attempts={attempts} total={attemptCount} /> : null}
      <OfflineSwitch />
    </PageSection>
  );
}

type TableProps = { readonly attempts: readonly EgressAttempt[]; readonly total: number };

function AttemptTable({ attempts, total }: TableProps): ReactNode {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  return (
    <>
      <div className="mt-3 max-h-80 overflow-auto" role="group" aria-label={t('requests')} tabIndex={0}>
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr>
              <ColumnHead>{t('time')}</ColumnHead>
              <ColumnHead>{t('from')}</ColumnHead>
              <ColumnHead>{t('what')}</ColumnHead>
              <ColumnHead>{t('to')}</ColumnHead>
              <ColumnHead isLast>{t('result')}</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {[...attempts.entries()].reverse().map(([place, attempt]) => (
              <tr key={total - attempts.length + place} className="border-b border-line align-top">
                <td className="py-1.5 pr-4 whitespace-nowrap">{format.dateTime(attempt.atMs)}</td>
                <td className="py-1.5 pr-4">{t(`process.${attempt.process}`)}</td>
                <td className="py-1.5 pr-4">{t(`kind.${attempt.kind}`)}</td>
                <td className="py-1.5 pr-4 font-mono text-xs leading-5 break-all">{placeOf(attempt)}</td>
                <td className="py-1.5 text-right">{attempt.wasRefused ? t('refused') : t('allowed')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > attempts.length ? (
        <p className="mt-2 text-xs text-ink-faint">
          {t('onlyLatest', { shown: format.integer(attempts.length) })}
        </p>
      ) : null}
    </>
  );
}

function placeOf({ host, port }: EgressAttempt): string {
  if (port === null) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function OfflineSwitch(): ReactNode {
  const { t } = useTranslation('privacy');
  const { data: settings } = useSettings();
  const id = useId();
  return (
    <div className="mt-4 flex items-start gap-3 text-sm">
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-hint`}
        className="mt-0.5 h-4 w-4 flex-none accent-accent"
        checked={settings?.isOffline ?? false}
        onChange={(event) => updateSettings({ isOffline: event.target.checked })}
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {t('offline')}
        </label>
        <p id={`${id}-hint`} className="text-ink-soft">
          {t('offlineHint')}
        </p>
      </div>
    </div>
  );
}
