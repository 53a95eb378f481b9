/**
 * Whether an element is in view or will be soon, by one observer for the whole page: what keeps a very long reply from
 * costing a long frame. Page.
 */
import { useEffect, useState, type RefObject } from 'react';

type Observer = {
  readonly observer: IntersectionObserver;
  readonly watchers: WeakMap<Element, (isNear: boolean) => void>;
};

/** By their margin. */
const observers = new Map<number, Observer>();

function observerFor(marginPx: number): Observer {
  const known = observers.get(marginPx);
  if (known) return known;
  const watchers: Observer['watchers'] = new WeakMap();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) watchers.get(entry.target)?.(entry.isIntersecting);
    },
    // The second for an element in a part of the page that scrolls: the first ends at the edges of that part.
    { rootMargin: `${marginPx}px 0px`, scrollMargin: `${marginPx}px 0px` },
  );
  observers.set(marginPx, { observer, watchers });
  return { observer, watchers };
}

function observe(element: Element, marginPx: number, onChange: (isNear: boolean) => void): () => void {
  const { observer, watchers } = observerFor(marginPx);
  watchers.set(element, onChange);
  observer.observe(element);
  return () => {
    watchers.delete(element);
    observer.unobserve(element);
  };
}

const nothingHeld = (): boolean => false;

/**
 * Whether the element is within `marginPx` of the viewport; false while `isWanted` is false.
 * @param isHeld asked when the element leaves: true keeps it near until it leaves once more
 */
export function useNearViewport(
  element: RefObject<Element | null>,
  isWanted: boolean,
  marginPx = 700,
  isHeld: (element: Element) => boolean = nothingHeld,
): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target || !isWanted) return undefined;
    return observe(target, marginPx, (isIn) => setNear((wasNear) => isIn || (wasNear && isHeld(target))));
  }, [element, isWanted, marginPx, isHeld]);
  return isNear && isWanted;
}
