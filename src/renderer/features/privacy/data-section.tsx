/**
 * Where the data lies and how much of it there is. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrivacyReport } from '#contract/privacy.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { PageSection } from '../../components/page-section.tsx';
import { ColumnHead } from './column-head.tsx';

export function DataSection({ report }: { readonly report: PrivacyReport }): ReactNode {
  const { t } = useTranslation(['privacy', 'common']);
  const { data, modelDirs } = report;
  return (
    <PageSection title={t('data')}>
      {data ? (
        <>
          <p className="mt-2 flex items-center gap-2">
            <code className="min-w-0 rounded bg-sunken px-2 py-1 text-xs leading-5 break-all">
              {data.path}
            </code>
            <CopyButton text={data.path} label={t('copyPath')} />
          </p>
          <p className="mt-2 text-sm text-ink-soft">{t('dataHint')}</p>
          <PartTable parts={data.parts} />
        </>
      ) : (
        <p className="mt-2 text-sm text-ink-faint" aria-busy>
          {t('common:loading')}
        </p>
      )}
      {modelDirs.length > 0 ? (
        <>
          <p className="mt-4 text-sm text-ink-soft">{t('modelDirs')}</p>
          <ul className="mt-1">
            {modelDirs.map((folder) => (
              <li key={folder} className="font-mono text-xs leading-5 break-all">
                {folder}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </PageSection>
  );
}

function PartTable({ parts }: Pick<NonNullable<PrivacyReport['data']>, 'parts'>): ReactNode {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  const total = (measure: 'bytes' | 'files'): number => parts.reduce((sum, part) => sum + part[measure], 0);
  return (
    <table className="mt-3 w-full text-sm tabular-nums">
      <thead>
        <tr>
          <ColumnHead>{t('part')}</ColumnHead>
          <ColumnHead>{t('files')}</ColumnHead>
          <ColumnHead isLast>{t('size')}</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ kind, bytes, files }) => (
          <tr key={kind} className="border-b border-line">
            <td className="py-1.5 pr-4">{t(`parts.${kind}`)}</td>
            <td className="py-1.5 pr-4">{format.integer(files)}</td>
            <td className="py-1.5 text-right">{format.bytes(bytes)}</td>
          </tr>
        ))}
        <tr className="font-medium">
          <td className="py-1.5 pr-4">{t('total')}</td>
          <td className="py-1.5 pr-4">{format.integer(total('files'))}</td>
          <td className="py-1.5 text-right">{format.bytes(total('bytes'))}</td>
        </tr>
      </tbody>
    </table>
  );
}
