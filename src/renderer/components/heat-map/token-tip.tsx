/**
 * The small tip over a token: its text, probability, surprisal and rank. Page. It comes after a short rest of the
 * pointer, can be hovered itself, goes with Esc, and never covers the token's own line.
 */
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { useTokenFormat } from './token-format.ts';
import { visibleBytes } from './visible-text.ts';

const restMs = 300;
const leaveMs = 150;
const gapPx = 6;

type Tip = { readonly cell: number; readonly left: number; readonly top: number; readonly isBelow: boolean };

function tipAt(token: HTMLElement): Tip {
  // A token that is broken over two lines has two boxes: the tip stands by the first.
  const box = token.getClientRects()[0] ?? token.getBoundingClientRect();
  const isBelow = box.top < 90;
  return {
    cell: Number(token.dataset['cell']),
    left: Math.max(8, Math.min(box.left, window.innerWidth - 260)),
    top: isBelow ? box.bottom + gapPx : box.top - gapPx,
    isBelow,
  };
}

/** Shows and hides: one set of listeners for the whole text. */
function useHoveredToken(container: RefObject<HTMLElement | null>): {
  tip: Tip | null;
  stay: () => void;
  leave: () => void;
} {
  const [tip, setTip] = useState<Tip | null>(null);
  const [hold] = useState(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return (action: () => void, delayMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(action, delayMs);
    };
  });
  useEffect(() => {
    const element = container.current;
    if (!element) return undefined;
    const hide = (): void => setTip(null);
    const onOver = (event: PointerEvent): void => {
      const token = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
      if (token && event.pointerType !== 'touch')
        hold(() => setTip(token.isConnected ? tipAt(token) : null), restMs);
      else hold(hide, leaveMs);
    };
    const onLeave = (): void => hold(hide, leaveMs);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hold(hide, 0);
    };
    element.addEventListener('pointerover', onOver);
    element.addEventListener('pointerleave', onLeave);
    window.addEventListener('keydown', onKey);
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      hold(() => undefined, 0);
      element.removeEventListener('pointerover', onOver);
      element.removeEventListener('pointerleave', onLeave);
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('scroll', hide, { capture: true });
    };
  }, [container, hold]);
  return { tip, stay: () => hold(() => undefined, 0), leave: () => hold(() => setTip(null), leaveMs) };
}

/** `container` holds elements with `data-cell`, cells of `trace`. */
export function TokenTip({
  container,
  trace,
}: {
  container: RefObject<HTMLElement | null>;
  trace: TokenTrace;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const { tip, stay, leave } = useHoveredToken(container);
  if (!tip) return null;
  const { first, end } = trace.cells.tokens(tip.cell);
  const values = trace.cellValues(tip.cell);
  const text = Array.from({ length: end - first }, (_, index) =>
    visibleBytes(trace.vocabulary.piece(trace.tokenId(first + index)).bytes),
  ).join(' + ');
  return createPortal(
    <div
      role="tooltip"
      className="token-tip"
      style={{ left: tip.left, top: tip.top, transform: tip.isBelow ? 'none' : 'translateY(-100%)' }}
      onPointerEnter={stay}
      onPointerLeave={leave}
    >
      <bdi className="token-tip-text">{text}</bdi>
      {Number.isNaN(values.surprisalBits) ? (
        <span>{t('token.unscoredTip', { id: trace.tokenId(first) })}</span>
      ) : (
        <span>
          {format.probability(values.probability)} ·{' '}
          {t('token.bits', { bits: format.bits(values.surprisalBits) })} ·{' '}
          {t('token.rankShort', { rank: format.integer(values.rank) })}
        </span>
      )}
    </div>,
    document.body,
  );
}
