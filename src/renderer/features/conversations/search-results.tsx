/**
 * What a search found: conversations by their title, then messages with the passage, the latest first. Page. Arrows move,
 * Enter opens, Escape goes back to the field.
 */
import { Archive, FileText } from 'lucide-react';
import { createElement, Fragment, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '#contract/search.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { toPageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { goToMessage } from '../../state/go-to-message.ts';
import { openInstrument } from '../../state/instruments.ts';
import { openDocument } from '../../state/open-document.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { type Search, useSearch } from '../../state/search.ts';
import { MoreRows } from './more-rows.tsx';

export function SearchResults({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation('search');
  const search = useSearch(text);
  const { titles, hits, goOn, isSearching, error } = search;
  const isEmpty = titles.length === 0 && hits.length === 0;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" data-search-results aria-busy={isSearching}>
      {error ? <ErrorPanel error={toPageError(error)} onRetry={search.retry} /> : null}
      <p role="status" className={isEmpty && !error ? 'px-2 py-4 text-sm text-ink-faint' : 'sr-only'}>
        {statusOf(search, t)}
      </p>
      {isEmpty && !isSearching ? <p className="px-2 text-xs text-ink-faint">{t('help')}</p> : null}
      {titles.length > 0 ? <Titles titles={titles} /> : null}
      {hits.length > 0 ? (
        <section aria-label={t('messages')}>
          <h2 className="px-2 pt-3 pb-1 text-xs text-ink-faint">{t('messages')}</h2>
          <ul>
            {hits.map((hit) => (
              <Hit key={`${hit.messageId} ${hit.document?.id} ${hit.document?.page}`} hit={hit} />
            ))}
          </ul>
          {goOn ? <MoreRows key={hits.length} within="[data-search-results]" onNear={goOn} /> : null}
        </section>
      ) : null}
    </div>
  );
}

function statusOf(
  { titles, hits, goOn, isSearching }: Search,
  t: ReturnType<typeof useTranslation<'search'>>['t'],
): string {
  const count = titles.length + hits.length;
  if (count === 0) return t(isSearching || goOn ? 'searching' : 'none');
  return t(goOn ? 'countAtLeast' : 'count', { count });
}

function Titles({ titles }: { readonly titles: Search['titles'] }): ReactNode {
  const { t } = useTranslation('search');
  return (
    <section aria-label={t('titles')}>
      <h2 className="px-2 pt-3 pb-1 text-xs text-ink-faint">{t('titles')}</h2>
      <ul>
        {titles.map(({ conversationId, comparisonId, title, isArchived }) => (
          <li key={conversationId}>
            <button
              type="button"
              data-found
              onKeyDown={moveFocus}
              onClick={() =>
                comparisonId === null
                  ? openConversation(conversationId)
                  : openInstrument('comparisons', { comparisonId })
              }
              className="flex h-8 w-full items-center rounded px-2 text-left text-sm text-ink-soft hover:bg-hover hover:text-ink"
            >
              <span className="min-w-0 flex-1 truncate">{title}</span>
              {isArchived ? <ArchiveMark /> : null}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }): ReactNode {
  const { t } = useTranslation(['search', 'conversations']);
  const format = useFormat();
  const { document, passage } = hit;
  return (
    <li>
      <button
        type="button"
        data-found
        onKeyDown={moveFocus}
        onClick={() => void goTo(hit)}
        className="flex w-full flex-col gap-0.5 rounded px-2 py-2 text-left hover:bg-hover"
      >
        <span className="flex w-full items-baseline gap-2 text-xs text-ink-faint">
          <span className="min-w-0 flex-1 truncate font-medium text-ink-soft">
            {hit.title || t('conversations:untitled')}
          </span>
          {hit.isArchived ? <ArchiveMark /> : null}
          <span className="flex-none">{format.day(hit.createdAtMs)}</span>
        </span>
        <span dir="auto" className="line-clamp-3 text-sm wrap-anywhere text-ink-soft">
          <Passage passage={passage} />
        </span>
        <span className="flex w-full items-center gap-1 text-xs text-ink-faint">
          {document === null ? (hit.modelName ?? t('search:you')) : <FoundIn document={document} />}
        </span>
      </button>
    </li>
  );
}

/** The message, with what was found marked in it; where that is in a document, its text opens on that page. */
async function goTo({ conversationId, messageId, document, passage }: SearchHit): Promise<void> {
  const found = passage.filter(({ isMatch }) => isMatch).map(({ text }) => text);
  await goToMessage(conversationId, messageId, document === null ? found : []);
  if (document !== null) openDocument(document, { page: document.page ?? 1, find: found[0] ?? '' });
}

function FoundIn({ document }: { readonly document: NonNullable<SearchHit['document']> }): ReactNode {
  const { t } = useTranslation('documents');
  const format = useFormat();
  const { name, page } = document;
  return (
    <>
      <FileText size={12} aria-hidden className="flex-none" />
      <span className="min-w-0 truncate">{name}</span>
      {page === null ? null : (
        <span className="flex-none">{t('onPage', { number: format.integer(page) })}</span>
      )}
    </>
  );
}

function ArchiveMark(): ReactNode {
  const { t } = useTranslation('search');
  return (
    <Archive
      size={12}
      role="img"
      aria-label={t('archived')}
      aria-hidden={false}
      className="flex-none self-center text-ink-faint"
    />
  );
}

/** Not keyed by text: the same word may be found twice. */
function Passage({ passage }: Pick<SearchHit, 'passage'>): ReactNode {
  return createElement(
    Fragment,
    null,
    ...passage.map(({ text, isMatch }) =>
      isMatch ? createElement('mark', null, oneLine(text)) : oneLine(text),
    ),
  );
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-found]')];
  const field = document.querySelector<HTMLElement>('[data-search]');
  const index = rows.indexOf(event.currentTarget);
  const next: Record<string, HTMLElement | null | undefined> = {
    ArrowDown: rows[Math.min(index + 1, rows.length - 1)],
    ArrowUp: index <= 0 ? field : rows[index - 1],
    Home: rows[0],
    End: rows.at(-1),
    Escape: field,
  };
  const element = next[event.key];
  if (!element) return;
  event.preventDefault();
  event.stopPropagation();
  element.focus();
}
