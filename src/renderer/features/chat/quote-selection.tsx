/**
 * A button beside what is selected in a message, which quotes it in the message being written. Page. The command of the same
 * name does so by key.
 */
import { Quote } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { quote, selectedPassage } from '../../state/quotes.ts';

type Place = { readonly left: number; readonly top: number; readonly text: string };

/** Above the passage where there is room, else below. */
function placeOf({ range, text }: NonNullable<ReturnType<typeof selectedPassage>>): Place | null {
  const box = range.getBoundingClientRect();
  const isOnScreen = box.bottom > 48 && box.top < window.innerHeight - 48;
  if (!isOnScreen) return null;
  const top = box.top > 96 ? box.top - 36 : Math.min(box.bottom + 6, window.innerHeight - 48);
  return { left: box.left + box.width / 2, top, text };
}

export function QuoteSelection(): ReactNode {
  const { t } = useTranslation('chat');
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const passage = selectedPassage();
        setPlace(passage && placeOf(passage));
      });
    };
    document.addEventListener('selectionchange', look);
    document.addEventListener('scroll', look, true);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('selectionchange', look);
      document.removeEventListener('scroll', look, true);
    };
  }, []);
  if (!place) return null;
  return (
    <button
      type="button"
      className="button button-small fixed z-30 -translate-x-1/2 !bg-raised"
      style={{ left: place.left, top: place.top }}
      // The passage stays selected until it is quoted.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => {
        quote(place.text);
        document.getSelection()?.removeAllRanges();
      }}
    >
      <Quote size={14} aria-hidden /> {t('quote')}
    </button>
  );
}
