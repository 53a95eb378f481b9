/**
 * Find hesitation: where the model was torn, in a reply, a conversation or all of them. Page. It reads stored traces;
 * no model is loaded.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { Segmented } from '../../components/segmented.tsx';
import '../../components/heat-map/heat-map.css';
import { useFormat } from '../../i18n/i18n.ts';
import { findHesitations, forgetHesitations, stopFinding, useHesitations } from '../../state/hesitations.ts';
import { takeRequest } from '../../state/instruments.ts';
import { useView } from '../../state/view.ts';
import { Criteria } from './criteria.tsx';
import { HitList } from './hit-list.tsx';
import { questionOf, useSearchForm } from './search-form-state.ts';

function search(): void {
  const question = questionOf(useSearchForm.getState());
  useSearchForm.setState({ activeHit: 0 });
  if (question) void findHesitations(question);
  else forgetHesitations();
}

/** Searches when the form changes, and when the screen is opened for the first time or with a request. */
function useSearchOnChange(): void {
  useEffect(() => {
    const request = takeRequest('hesitations');
    if (request) useSearchForm.setState(request);
    else if (useView.getState().conversationId === null) useSearchForm.setState({ scope: 'all' });
    if (request || useHesitations.getState().status === 'idle') search();
    return useSearchForm.subscribe((now, before) => {
      const { activeHit: _now, ...asked } = now;
      const { activeHit: _before, ...askedBefore } = before;
      if (JSON.stringify(asked) !== JSON.stringify(askedBefore)) search();
    });
  }, []);
}

export function HesitationsScreen(): ReactNode {
  const { t } = useTranslation('hesitations');
  const { scope, match } = useSearchForm();
  const hasConversation = useView((view) => view.conversationId !== null);
  useSearchOnChange();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-read px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="mt-1 mb-6 text-sm text-ink-faint">{t('intro')}</p>
        <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
          <Segmented
            label={t('scope.label')}
            value={scope}
            options={(hasConversation ? (['reply', 'conversation', 'all'] as const) : (['all'] as const)).map(
              (value) => ({ value, label: t(`scope.${value}`) }),
            )}
            onChange={(value) => useSearchForm.setState({ scope: value })}
          />
          <Segmented
            label={t('match.label')}
            value={match}
            options={(['any', 'all'] as const).map((value) => ({ value, label: t(`match.${value}`) }))}
            onChange={(value) => useSearchForm.setState({ match: value })}
          />
        </div>
        <Criteria />
        <Results />
      </div>
    </div>
  );
}

function Results(): ReactNode {
  const { t } = useTranslation('hesitations');
  const { status, groups, hitCount, error } = useHesitations();
  const form = useSearchForm();
  return (
    <section aria-label={t('results')} aria-busy={status === 'running'} className="mt-6">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-3">
        <Status />
        {status === 'running' ? (
          <Button isSmall onClick={stopFinding}>
            {t('stop')}
          </Button>
        ) : (
          <Button isSmall disabled={questionOf(form) === null} onClick={search}>
            {t('again')}
          </Button>
        )}
      </div>
      <SearchProgress />
      {error ? <ErrorPanel error={error} onRetry={search} /> : null}
      {hitCount > 0 ? <HitList groups={groups} hitCount={hitCount} /> : null}
    </section>
  );
}

function SearchProgress(): ReactNode {
  const { t } = useTranslation('hesitations');
  const { status, progress } = useHesitations();
  if (status !== 'running') return null;
  const fraction = progress && progress.total > 1 ? progress.read / progress.total : null;
  return <Progress label={t('progress')} fraction={fraction} />;
}

/** Why there is nothing to search for, or how many were found in how much and whether that is all. */
function Status(): ReactNode {
  const { t } = useTranslation('hesitations');
  const status = useHesitations((search) => search.status);
  const form = useSearchForm();
  const found = useFoundWords();
  const isAsked = questionOf(form) !== null;
  const hasCriterion = Object.values(form.isOn).some(Boolean);
  const isResult = status === 'running' || status === 'stopped' || status === 'done';
  const refusal = isAsked ? '' : t(hasCriterion ? 'nowhere' : 'noCriterion');
  return (
    <p role="status" className="min-w-0 flex-1 text-sm text-ink-soft tabular-nums">
      {isResult ? found : refusal}
    </p>
  );
}

function useFoundWords(): string {
  const { t } = useTranslation('hesitations');
  const format = useFormat();
  const { status, hitCount, progress, end } = useHesitations();
  const words = [t('found', { count: hitCount, shown: format.integer(hitCount) })];
  const { read = 0, total = 0 } = progress ?? {};
  if (end?.total === 0) words.push(t('noTraces'));
  else words.push(t('read', { count: read, shown: format.integer(read), total: format.integer(total) }));
  if (end) words.push(t('tokens', { count: end.tokens, shown: format.integer(end.tokens) }));
  if (end?.hasMore) words.push(t('hasMore', { shown: format.integer(hitCount) }));
  if (end && end.unreadable > 0)
    words.push(t('unreadable', { count: end.unreadable, shown: format.integer(end.unreadable) }));
  if (status === 'stopped') words.push(t('stopped'));
  return words.join(' ');
}
