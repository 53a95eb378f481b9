/**
 * The open reply at a glance, beside the text: surprisal from its first token to its last, the places that a search
 * found, and the chosen token. Page. A click goes to a token; the keyboard has the arrows and N in the text.
 */
import { useEffect, useMemo, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useHitsOf } from '../../state/hesitations.ts';
import { useHeatMapView } from '../../state/traces/heat-map-view.ts';
import { chooseAndFocus, useTokenSelection } from '../../state/traces/selection.ts';
import { useReplyTrace } from '../../state/traces/traces.ts';
import { minimapPath, rowCount, rowHeight, rowOf, tokenAt } from './minimap-path.ts';

const widthPx = 12;
const markWidthPx = 4;

/** @param messageId the reply to show; hidden while neither heat map nor search is about it */
export function Minimap({ messageId }: { readonly messageId: MessageId }): ReactNode {
  const hits = useHitsOf(messageId);
  const { measure } = useHeatMapView();
  return measure === 'off' && hits.length === 0 ? null : <Strip messageId={messageId} />;
}

function Strip({ messageId }: { readonly messageId: MessageId }): ReactNode {
  const { t } = useTranslation('hesitations');
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const heightPx = useHeight(box);
  const state = useReplyTrace(messageId, true);
  const hits = useHitsOf(messageId);
  const selection = useTokenSelection();
  const trace = state.status === 'ready' && state.isComplete ? state.trace : null;
  const tokens = trace?.count ?? 0;
  const rows = rowCount(tokens, heightPx);
  const path = useMemo(
    () => trace && minimapPath(tokens, rows, widthPx, (position) => trace.values(position).surprisalBits),
    [trace, tokens, rows],
  );
  const marks = useMemo(
    () =>
      [...new Set(hits.map(({ position }) => rowOf(position, tokens, rows)))]
        .map((row) => `M0 ${row * rowHeight}h${markWidthPx}v${rowHeight}h-${markWidthPx}z`)
        .join(''),
    [hits, tokens, rows],
  );
  const isHere = selection?.messageId === messageId && selection.target === 'reply';
  const onClick = ({ clientY, currentTarget }: MouseEvent<SVGSVGElement>): void => {
    const row = Math.floor((clientY - currentTarget.getBoundingClientRect().top) / rowHeight);
    const position = tokenAt(Math.max(0, Math.min(rows - 1, row)), tokens, rows);
    // A mark is two pixels high: the hit of its row is what was meant.
    const hit = hits.find((each) => Math.abs(rowOf(each.position, tokens, rows) - row) <= 1);
    chooseAndFocus({ messageId, target: 'reply', position: hit?.position ?? position });
  };
  const total = format.integer(tokens);
  return (
    <div ref={box} className="absolute inset-y-2 right-3 w-4.5 max-sidebar:hidden">
      {path ? (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the text has the keys for the same
        <svg
          role="img"
          data-minimap
          aria-label={
            hits.length === 0
              ? t('minimap.label', { total })
              : t('minimap.labelWithHits', { total, count: hits.length })
          }
          width={widthPx + markWidthPx + 2}
          height={rows * rowHeight}
          onClick={onClick}
        >
          <path d={marks} className="fill-accent" />
          <path d={path} className="fill-ink-faint" transform={`translate(${markWidthPx + 2} 0)`} />
          {isHere ? (
            <rect
              y={rowOf(selection.position, tokens, rows) * rowHeight - 1}
              width={widthPx + markWidthPx + 2}
              height={rowHeight + 1}
              className="fill-ink"
            />
          ) : null}
        </svg>
      ) : null}
    </div>
  );
}

function useHeight(box: { readonly current: HTMLDivElement | null }): number {
  const [heightPx, setHeight] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return heightPx;
}
