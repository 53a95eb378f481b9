/**
 * The line between text and inspector: dragged, or moved with the arrow keys. Page.
 */
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { updateSettings } from '../state/actions.ts';

const narrowestPx = 280;
const widestPx = 720;
const stepPx = 20;

const inRange = (widthPx: number): number => Math.round(Math.min(widestPx, Math.max(narrowestPx, widthPx)));

export function Resizer({ widthPx }: { readonly widthPx: number }): ReactNode {
  const { t } = useTranslation('app');
  const start = useRef<{ x: number; widthPx: number; nextPx: number } | null>(null);
  const panel = (line: Element): HTMLElement | null => line.parentElement;

  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!start.current) return;
    start.current.nextPx = inRange(start.current.widthPx + start.current.x - event.clientX);
    const element = panel(event.currentTarget);
    if (element) element.style.width = `${start.current.nextPx}px`;
  };
  const onPointerUp = (): void => {
    if (start.current) updateSettings({ inspectorWidthPx: start.current.nextPx });
    start.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? stepPx : event.key === 'ArrowRight' ? -stepPx : 0;
    if (by === 0) return;
    event.preventDefault();
    updateSettings({ inspectorWidthPx: inRange(widthPx + by) });
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('resizeInspector')}
      aria-valuenow={widthPx}
      aria-valuemin={narrowestPx}
      aria-valuemax={widestPx}
      tabIndex={0}
      className="group absolute inset-y-0 -left-1.5 z-10 w-3 cursor-col-resize touch-none"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, widthPx, nextPx: widthPx };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
    >
      <span className="absolute inset-y-0 left-[5px] w-0.5 opacity-0 transition-opacity group-hover:bg-accent group-hover:opacity-100" />
    </div>
  );
}
