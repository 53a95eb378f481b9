/**
 * What leaves this machine, what listens on it, where the data lies, and how to be rid of it. Page. Live while it is open.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { DataSection } from './data-section.tsx';
import { DeleteSection } from './delete-section.tsx';
import { ListeningSection } from './listening-section.tsx';
import { RequestsSection } from './requests-section.tsx';
import { usePrivacyReport } from './use-privacy-report.ts';

export function PrivacyScreen(): ReactNode {
  const { t } = useTranslation(['privacy', 'common']);
  const { report, error } = usePrivacyReport();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-read px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-sm text-ink-soft">{t('lead')}</p>
        {error ? (
          <div className="mt-6">
            <ErrorPanel error={error} />
          </div>
        ) : null}
        {report ? (
          <>
            <RequestsSection report={report} />
            <ListeningSection sockets={report.listening} />
            <DataSection report={report} />
            <DeleteSection />
          </>
        ) : (
          <p className="mt-8 text-sm text-ink-faint" role="status">
            {error ? '' : t('common:loading')}
          </p>
        )}
      </div>
    </div>
  );
}
