/**
 * The field above the conversations that searches all of them. Page. Escape empties it, the arrow down goes to what was
 * found.
 */
import { Search, X } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { longestQuery } from '#contract/search.ts';
import { Keys } from '../../components/keys.tsx';
import { setSearchText, useSearchText } from '../../state/search.ts';

export function SearchField(): ReactNode {
  const { t } = useTranslation('search');
  const field = useRef<HTMLInputElement>(null);
  const text = useSearchText((search) => search.text);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setSearchText('');
    }
    if (event.key === 'ArrowDown' && text !== '') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-found]')?.focus();
    }
  };
  return (
    <div role="search" aria-label={t('label')} className="relative mx-2 mb-1 flex-none">
      <Search
        size={14}
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-ink-faint"
        aria-hidden
      />
      <input
        ref={field}
        data-search
        type="text"
        aria-label={t('label')}
        placeholder={t('placeholder')}
        maxLength={longestQuery}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setSearchText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field h-8 w-full px-7 text-sm"
      />
      {text === '' ? (
        <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2" aria-hidden>
          <Keys keys="Mod+Shift+F" isQuiet />
        </span>
      ) : (
        <button
          type="button"
          aria-label={t('clear')}
          className="icon-button absolute top-1 right-1 !size-6"
          onClick={() => {
            setSearchText('');
            field.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
