/**
 * Scrolling that goes along: the lane that a person scrolls leads, the others show the same sentence or the same byte at
 * their top. Page. Works on the text as it is drawn, so Markdown's marks do not count.
 */
import { useMemo, useRef } from 'react';
import { useLanguage } from '../../i18n/i18n.ts';
import { alignOffset, type Alignment } from './align-texts.ts';
import { useComparisonLook } from './comparisons-store.ts';
import { offsetAtTop, scrollToOffset } from './text-geometry.ts';

type Handler = (event: { readonly currentTarget: HTMLElement }) => void;

/** For the element that scrolls a lane. */
export type TiedScroll = Readonly<
  Record<'onScroll' | 'onWheel' | 'onPointerDown' | 'onKeyDown' | 'onTouchMove', Handler>
>;

export function useTiedScroll(): TiedScroll {
  const language = useLanguage();
  /** Whoever was touched last: what the others do is an echo. */
  const leader = useRef<HTMLElement | null>(null);
  return useMemo(() => {
    const take: Handler = ({ currentTarget }) => void (leader.current = currentTarget);
    const follow: Handler = ({ currentTarget: lead }) => {
      const { follow: alignment } = useComparisonLook.getState();
      if (alignment === 'off' || leader.current !== lead) return;
      const lanes = lead.closest('main')?.querySelectorAll<HTMLElement>('[data-lane-text]') ?? [];
      for (const lane of lanes) if (lane !== lead) scrollAlong(lead, lane, alignment, language);
    };
    return { onScroll: follow, onWheel: take, onPointerDown: take, onKeyDown: take, onTouchMove: take };
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
