/**
 * Looks something up in the text of a document: marks every place, goes from one to the next. Page. Changes no element: the marks
 * are a highlight of the browser's.
 */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { clearMarks, markRanges } from '../../state/found-text.ts';
import { type FoundPlace, findPlaces, firstPlaceFrom } from './find-places.ts';

type Props = {
  /** Holds the pages, a section each. */
  readonly pagesRef: RefObject<HTMLDivElement | null>;
  readonly text: readonly string[];
  readonly first: { readonly page: number; readonly find: string };
};

export function FindField({ pagesRef, text, first }: Props): ReactNode {
  const { t } = useTranslation('documents');
  const format = useFormat();
  const [wanted, setWanted] = useState(first.find);
  const places = findPlaces(text, wanted);
  const [chosen, setChosen] = useState(() => firstPlaceFrom(places, first.page - 1));
  const at = places.length === 0 ? 0 : Math.min(chosen, places.length - 1);
  useEffect(() => {
    const found = findPlaces(text, wanted);
    const ranges = found.flatMap((place) => rangeOf(pagesRef.current, place, wanted.length) ?? []);
    markRanges(ranges, ranges[at]);
    return clearMarks;
  }, [pagesRef, text, wanted, at]);
  const move = (by: number): void => {
    if (places.length > 0) setChosen((at + by + places.length) % places.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    move(event.shiftKey ? -1 : 1);
  };
  const words = { count: places.length, at: format.integer(at + 1) };
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <input
        type="search"
        aria-label={t('find')}
        placeholder={t('find')}
        className="field !h-8 min-w-0 flex-1"
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <span
        role="status"
        className="min-w-20 text-center text-xs whitespace-nowrap text-ink-faint tabular-nums"
      >
        {wanted === '' ? '' : places.length === 0 ? t('foundNone') : t('found', words)}
      </span>
      <IconButton
        icon={ArrowUp}
        label={t('previous')}
        disabled={places.length === 0}
        onClick={() => move(-1)}
      />
      <IconButton icon={ArrowDown} label={t('next')} disabled={places.length === 0} onClick={() => move(1)} />
    </div>
  );
}

function rangeOf(pages: HTMLElement | null, { page, start }: FoundPlace, length: number): Range | null {
  const node = pages?.children[page]?.querySelector('[data-page-text]')?.firstChild;
  if (!node || start + length > (node.textContent ?? '').length) return null;
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + length);
  return range;
}
