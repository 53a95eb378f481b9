/**
 * One repository of the hub: what it says of itself, and its models by what each quantisation costs. Page.
 */
import { ArrowLeft, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { quantisationGroups, type HubRepository, type Repository } from '#contract/hub.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';
import { closeRepository, openRepository, useHub } from './hub-store.ts';
import { licenceName } from './licence-name.ts';
import { Mark } from './mark.tsx';
import { VariantRow } from './variant-row.tsx';

type Props = { readonly host: string; readonly name: Repository };

export function RepositoryView({ host, name }: Props): ReactNode {
  const { t } = useTranslation('hub');
  const asked = useHub((state) => state.repository);
  return (
    <section aria-label={name} aria-busy={asked.status === 'running'}>
      <Button look="quiet" isSmall className="-ml-2" onClick={closeRepository}>
        <ArrowLeft size={16} aria-hidden /> {t('repository.back')}
      </Button>
      <div className="mt-2 flex items-start justify-between gap-4">
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
        {asked.status === 'done' ? (
          <IconButton
            icon={RefreshCw}
            label={t('repository.again', { host })}
            onClick={() => void openRepository(name)}
          />
        ) : null}
      </div>
      {asked.status === 'running' ? (
        <div className="mt-4" role="status">
          <p className="mb-2 text-sm text-ink-faint">{t('repository.loading', { host })}</p>
          <Progress label={t('repository.loading', { host })} fraction={null} />
        </div>
      ) : null}
      {asked.status === 'failed' ? (
        <div className="mt-4">
          <ErrorPanel error={asked.error} onRetry={() => void openRepository(name)} />
        </div>
      ) : null}
      {asked.status === 'done' ? <Contents host={host} repository={asked.answer} /> : null}
    </section>
  );
}

type ContentsProps = { readonly host: string; readonly repository: HubRepository };

function Contents({ host, repository }: ContentsProps): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const { variants, leftOut, architecture } = repository;
  return (
    <>
      <div className="mt-2 flex flex-wrap gap-2">
        {repository.languages.includes('fr') ? <Mark>{t('french')}</Mark> : null}
        {repository.isGated ? <Mark>{t('gated')}</Mark> : null}
      </div>
      {repository.isGated ? <p className="mt-2 text-sm text-ink-soft">{t('gatedHint')}</p> : null}
      <Facts repository={repository} />
      {repository.isKnownArchitecture === false ? (
        <p className="mt-4 rounded border-l-2 border-danger bg-sunken px-4 py-3 text-sm">
          {t('repository.unknownArchitecture', { architecture })}
        </p>
      ) : null}
      {variants.length === 0 ? <p className="mt-6 text-sm">{t('repository.empty')}</p> : null}
      {quantisationGroups.map((group) => {
        const ofGroup = variants.filter((variant) => variant.group === group);
        if (ofGroup.length === 0) return null;
        return (
          <section key={group} aria-label={t(`group.${group}`)} className="mt-8">
            <h2 className="text-base font-semibold">{t(`group.${group}`)}</h2>
            <p className="mt-1 text-sm text-ink-soft">{t(`groupCost.${group}`)}</p>
            <ul className="mt-2 border-b border-line">
              {ofGroup.map((variant) => (
                <VariantRow
                  key={variant.files[0]?.path}
                  host={host}
                  variant={variant}
                  repository={repository}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {leftOut > 0 ? (
        <p className="mt-4 text-xs text-ink-faint">
          {t('repository.leftOut', { count: leftOut, shown: format.integer(leftOut) })}
        </p>
      ) : null}
    </>
  );
}

function Facts({ repository }: { readonly repository: HubRepository }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const inWords = new Intl.DisplayNames([useLanguage()], { type: 'language' });
  const { licence, languages, parameterCount, contextTokens, updatedAtMs } = repository;
  const rows: readonly (readonly [string, string | null])[] = [
    [t('repository.licence'), licence === null ? null : licenceName(licence)],
    [t('repository.languages'), languages.map((code) => inWords.of(code) ?? code).join(', ') || null],
    [t('repository.parameters'), parameterCount === null ? null : format.compact(parameterCount)],
    [t('repository.context'), contextTokens === null ? null : format.integer(contextTokens)],
    [t('repository.architecture'), repository.architecture],
    [t('repository.downloads'), format.integer(repository.downloads)],
    [t('repository.updated'), updatedAtMs === null ? null : format.dateTime(updatedAtMs)],
  ];
  return (
    <dl className="mt-4 grid grid-cols-[minmax(120px,auto)_1fr] gap-x-6 gap-y-1.5 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="wrap-anywhere">{value ?? t('repository.notSaid')}</dd>
        </div>
      ))}
    </dl>
  );
}
