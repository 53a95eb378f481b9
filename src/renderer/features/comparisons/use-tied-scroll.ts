/**
 * Scrolling that goes along: the lane that a person scrolls leads, the others show the same sentence or the same byte at
 * their top. Page. Works on the text as it is drawn, so Markdown's marks do not count.
 */
import { useMemo, useRef, type RefObject } from 'react';
import { useLanguage } from '../../i18n/i18n.ts';
import { alignOffset, type Alignment } from './align-texts.ts';
import { useComparisonLook } from './comparisons-store.ts';
import { offsetAtTop, scrollToOffset } from './text-geometry.ts';

type Viewport = RefObject<HTMLDivElement | null>;
type Handlers = Readonly<
  Record<'onScroll' | 'onWheel' | 'onPointerDown' | 'onKeyDown' | 'onTouchMove', () => void>
>;

export type TiedScroll = { readonly handlersOf: (viewport: Viewport) => Handlers };

export function useTiedScroll(): TiedScroll {
  const language = useLanguage();
  /** Whoever was touched last: what the others do is an echo. */
  const leader = useRef<Viewport | null>(null);
  return useMemo(() => {
    const follow = (viewport: Viewport): void => {
      const { follow: alignment } = useComparisonLook.getState();
      const lead = viewport.current;
      if (alignment === 'off' || !lead || leader.current !== viewport) return;
      const lanes = lead.closest('main')?.querySelectorAll<HTMLElement>('[data-lane-text]') ?? [];
      for (const lane of lanes) if (lane !== lead) scrollAlong(lead, lane, alignment, language);
    };
    return {
      handlersOf: (viewport) => {
        const take = (): void => void (leader.current = viewport);
        return {
          onScroll: () => follow(viewport),
          onWheel: take,
          onPointerDown: take,
          onKeyDown: take,
          onTouchMove: take,
        };
      },
    };
  }, [language]);
}

/** The ends are the same in all lanes; in between the reply that stands at the top decides. */
function scrollAlong(lead: HTMLElement, lane: HTMLElement, alignment: Alignment, language: string): void {
  if (lead.scrollTop <= 1) return void (lane.scrollTop = 0);
  const replies = [...lead.querySelectorAll<HTMLElement>('[data-turn]')];
  const top = lead.getBoundingClientRect().top;
  const reply = replies.find((each) => each.getBoundingClientRect().bottom > top + 1);
  if (!reply) return void (lane.scrollTop = lane.scrollHeight);
  const other = lane.querySelector<HTMLElement>(`[data-turn="${reply.dataset['turn'] ?? ''}"]`);
  if (!other) return;
  const from = offsetAtTop(reply, top);
  const to = alignOffset(reply.textContent ?? '', from.offset, other.textContent ?? '', alignment, language);
  scrollToOffset(lane, other, to, from.distancePx);
}
