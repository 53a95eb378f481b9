/**
 * What is looked for: words and filters. They narrow the list of Prisme at once; only the button asks the hub, and says
 * whom. Page.
 */
import { Search } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hubLicences, hubSizeRanges, hubSizes, hubTasks, type HubSize } from '#contract/hub.ts';
import { Button } from '../../components/button.tsx';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';
import { useSettings } from '../../state/queries.ts';
import { openPrivacy } from '../../state/view.ts';
import { search, useHub, type Filters } from './hub-store.ts';
import { licenceName } from './licence-name.ts';

const languages = ['fr', 'en', 'de', 'es', 'it', 'pt'] as const;

export function SearchForm({ host }: { readonly host: string }): ReactNode {
  const { t } = useTranslation('hub');
  const { data: settings } = useSettings();
  const isOffline = settings?.isOffline ?? false;
  const query = useHub((state) => state.query);
  const hasSearched = useHub((state) => state.searched !== null);
  const isRunning = useHub((state) => state.found.status === 'running');
  const id = useId();
  return (
    <form
      role="search"
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isOffline && host !== '') void search();
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          className="field min-w-48 flex-1"
          aria-label={t('search.label')}
          aria-describedby={`${id}-asks`}
          placeholder={t('search.placeholder')}
          maxLength={200}
          value={query}
          onChange={({ target }) => useHub.setState({ query: target.value })}
        />
        <Button type="submit" look="primary" disabled={isOffline || isRunning || host === ''}>
          <Search size={16} aria-hidden /> {t('search.action', { host })}
        </Button>
      </div>
      <FilterFields />
      {isOffline ? (
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm" role="status">
          <p id={`${id}-asks`}>{t('search.offline')}</p>
          <Button isSmall onClick={openPrivacy}>
            {t('search.offlineAction')}
          </Button>
        </div>
      ) : (
        <p id={`${id}-asks`} className="mt-3 text-xs text-ink-faint">
          {hasSearched ? '' : `${t('search.narrows')} `}
          {t('search.asks', { host })}
        </p>
      )}
    </form>
  );
}

function FilterFields(): ReactNode {
  const { t } = useTranslation('hub');
  const { task, language, licence, size } = useHub((state) => state.filters);
  const inWords = new Intl.DisplayNames([useLanguage()], { type: 'language' });
  const sizeWords = useSizeWords();
  return (
    <div
      role="group"
      aria-label={t('filters.label')}
      className="mt-3 grid grid-cols-2 gap-x-3 gap-y-2 sidebar:grid-cols-4"
    >
      <Choice
        label={t('filters.task')}
        value={task}
        options={hubTasks.map((value) => [value, t(`filters.tasks.${value}`)])}
        onChoose={(value) => setFilter({ task: value })}
      />
      <Choice
        label={t('filters.language')}
        value={language}
        options={languages.map((value) => [value, inWords.of(value) ?? value])}
        onChoose={(value) => setFilter({ language: value })}
      />
      <Choice
        label={t('filters.licence')}
        value={licence}
        options={hubLicences.map((value) => [value, licenceName(value)])}
        onChoose={(value) => setFilter({ licence: value })}
      />
      <Choice
        label={t('filters.size')}
        value={size}
        options={hubSizes.map((value) => [value, sizeWords(value)])}
        onChoose={(value) => setFilter({ size: value })}
      />
    </div>
  );
}

function setFilter(change: Partial<Filters>): void {
  useHub.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
}

function useSizeWords(): (size: HubSize) => string {
  const { t } = useTranslation('hub');
  const format = useFormat();
  return (size) => {
    const [least, most] = hubSizeRanges[size];
    if (least === 0) return t('filters.under', { most: format.compact(most) });
    return most === Infinity
      ? t('filters.over', { least: format.compact(least) })
      : t('filters.between', { least: format.compact(least), most: format.compact(most) });
  };
}

type ChoiceProps<T extends string> = {
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly (readonly [value: T, words: string])[];
  readonly onChoose: (value: T | null) => void;
};

function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>): ReactNode {
  const { t } = useTranslation('hub');
  return (
    <label className="flex min-w-0 flex-col gap-1 text-xs text-ink-faint">
      {label}
      <select
        className="field"
        value={value ?? ''}
        onChange={({ target }) => onChoose(options.find(([each]) => each === target.value)?.[0] ?? null)}
      >
        <option value="">{t('filters.any')}</option>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
