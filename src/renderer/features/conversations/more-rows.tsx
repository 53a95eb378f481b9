/**
 * The end of what is drawn of a long list: asks for more as soon as somebody comes near it. Page.
 */
import type { ReactNode } from 'react';

type Props = {
  /** Selects the element that scrolls. */
  readonly within: string;
  readonly onNear: () => void;
};

export function MoreRows({ within, onNear }: Props): ReactNode {
  const watch = (element: HTMLElement | null): (() => void) | undefined => {
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && onNear(),
      // A screen ahead, so that nobody sees the end of a list that goes on.
      { root: element.closest(within), rootMargin: '100% 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
  return <div ref={watch} aria-hidden className="h-8" />;
}
