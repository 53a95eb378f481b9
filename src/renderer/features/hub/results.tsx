/**
 * What the hub found. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HubModel } from '#contract/hub.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { leaveSearch, openRepository, search, searchMore, useHub } from './hub-store.ts';
import { licenceName } from './licence-name.ts';
import { Mark } from './mark.tsx';

export function Results({ host }: { readonly host: string }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const found = useHub((state) => state.found);
  const count = found.status === 'done' ? found.answer.models.length : 0;
  return (
    <section aria-label={t('title')} aria-busy={found.status === 'running'} className="mt-8">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p role="status" className="text-base font-semibold">
          {found.status === 'running' ? t('search.running', { host }) : null}
          {found.status === 'done'
            ? count === 0
              ? t('search.none', { host })
              : t('search.results', { count, shown: format.integer(count), host })
            : null}
        </p>
        <Button look="quiet" isSmall onClick={leaveSearch}>
          {t('search.backToList')}
        </Button>
      </div>
      {found.status === 'running' ? (
        <div className="mt-3">
          <Progress label={t('search.running', { host })} fraction={null} />
        </div>
      ) : null}
      {found.status === 'failed' ? (
        <div className="mt-3">
          <ErrorPanel error={found.error} onRetry={() => void search()} />
        </div>
      ) : null}
      {found.status === 'done' && count === 0 ? (
        <p className="mt-1 text-sm text-ink-faint">{t('search.noneHint')}</p>
      ) : null}
      {found.status === 'done' && count > 0 ? (
        <>
          <p className="mt-1 text-sm text-ink-faint">
            {t('search.sorted')} {t('opensWith', { host })}
          </p>
          <ul className="mt-3 border-b border-line">
            {found.answer.models.map((model) => (
              <ResultRow key={model.repository} model={model} />
            ))}
          </ul>
          <More host={host} hasMore={found.answer.cursor !== null} />
        </>
      ) : null}
    </section>
  );
}

function More({ host, hasMore }: { readonly host: string; readonly hasMore: boolean }): ReactNode {
  const { t } = useTranslation('hub');
  const more = useHub((state) => state.more);
  if (!hasMore) return null;
  return (
    <div className="mt-4 flex flex-col items-start gap-3">
      {more.status === 'failed' ? <ErrorPanel error={more.error} /> : null}
      <Button disabled={more.status === 'running'} onClick={() => void searchMore()}>
        {more.status === 'running' ? t('search.running', { host }) : t('search.more', { host })}
      </Button>
    </div>
  );
}

function ResultRow({ model }: { readonly model: HubModel }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const [owner, name] = model.repository.split('/');
  const facts = [
    model.parameterCount === null ? null : t('parameters', { shown: format.compact(model.parameterCount) }),
    model.contextTokens === null ? null : t('context', { shown: format.integer(model.contextTokens) }),
    model.licence === null ? t('licenceUnknown') : licenceName(model.licence),
    t('downloads', { shown: format.compact(model.downloads) }),
  ].filter((fact) => fact !== null);
  return (
    <li className="flex items-start gap-4 border-t border-line py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base font-medium">
          <span className="min-w-0 wrap-anywhere">
            <span className="font-normal text-ink-faint">{owner}/</span>
            {name}
          </span>
          {model.languages.includes('fr') ? <Mark>{t('french')}</Mark> : null}
          {model.isGated ? <Mark tip={t('gatedHint')}>{t('gated')}</Mark> : null}
        </p>
        <p className="mt-0.5 text-xs text-ink-faint">{facts.join(' · ')}</p>
      </div>
      <Button
        isSmall
        aria-label={t('open', { name: model.repository })}
        onClick={() => void openRepository(model.repository)}
      >
        {t('openShort')}
      </Button>
    </li>
  );
}
