/**
 * A message as a person reads it: Markdown, and over it the tokens when they are wanted. Page. Works while the text
 * grows and for old replies without their model. One listener for clicks and keys, whatever the number of tokens.
 */
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import { useHeatMapView, type HeatMapView } from '../../state/traces/heat-map-view.ts';
import { useTokenSelection, type TokenSelection } from '../../state/traces/selection.ts';
import { traceStore, useReplyTrace } from '../../state/traces/traces.ts';
import { TokenTip } from '../heat-map/token-tip.tsx';
import './markdown.css';
import '../heat-map/heat-map.css';
import { MarkdownBlock } from './markdown-block.tsx';
import { splitBlocks } from './split-blocks.ts';
import { TokenLayerContext, type TokenLayer } from './token-layer.ts';
import { TrailingTokens } from './trailing-tokens.tsx';
import { useTokenEvents } from './use-token-events.ts';

/** Texts up to this length are rendered at once; it costs less than a frame. */
const shortText = 3_000;

type Props = {
  readonly messageId: MessageId;
  readonly text: string;
  readonly isStreaming: boolean;
  /** False for a person's own message: no tokens of a reply stand behind it. */
  readonly hasTrace?: boolean;
  /** Language of the text, for screen readers and hyphenation. */
  readonly lang?: string;
};

/** The tokens to show over the text, or null. */
function useTokenLayer(messageId: MessageId, hasTrace: boolean, isStreaming: boolean): TokenLayer | null {
  const view = useHeatMapView();
  const selection = useTokenSelection();
  const isChosen = selection?.messageId === messageId && selection.target === 'reply';
  const isShown = hasTrace && (view.measure !== 'off' || view.isInspecting || isChosen);
  const state = useReplyTrace(messageId, isShown);
  const wasStreaming = useRef(isStreaming);
  useEffect(() => {
    // The end token comes with the last chunk; what a page missed is read again once the reply stands.
    if (wasStreaming.current && !isStreaming && isShown) void traceStore.refresh(messageId);
    wasStreaming.current = isStreaming;
  }, [isStreaming, isShown, messageId]);
  const trace = state.status === 'ready' ? state.trace : null;
  return useMemo(
    () =>
      isShown && trace
        ? { messageId, trace, store: traceStore.reply(messageId), measure: view.measure }
        : null,
    [isShown, trace, messageId, view.measure],
  );
}

/** The chosen token of this text, or −1. */
function chosenPosition(layer: TokenLayer | null, selection: TokenSelection | null): number {
  const isHere = layer !== null && selection?.messageId === layer.messageId && selection.target === 'reply';
  // Not before its token is there: a long trace comes in pieces.
  return isHere && selection.position < layer.trace.count ? selection.position : -1;
}

/** Where the chosen token begins in the text, or −1. */
function chosenOffset(layer: TokenLayer | null, position: number): number {
  if (!layer || position === -1) return -1;
  return layer.trace.cells.start(layer.trace.cells.cellOfToken(position));
}

/** What the text is for keyboard and style sheet while tokens are shown: one stop for the Tab key. */
function tokenAttributes(
  view: HeatMapView,
  label: string,
  isTabStop: boolean,
): Readonly<Record<string, unknown>> {
  return {
    'data-tokens': true,
    'data-palette': view.palette,
    'data-isolated': view.isolatedBin ?? undefined,
    role: 'group',
    'aria-label': label,
    tabIndex: isTabStop ? 0 : -1,
  };
}

export function ReadingText({ messageId, text, isStreaming, hasTrace = true, lang }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const container = useRef<HTMLDivElement>(null);
  const layer = useTokenLayer(messageId, hasTrace, isStreaming);
  const view = useHeatMapView();
  const selection = useTokenSelection();
  const position = chosenPosition(layer, selection);
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const canWait = text.length > shortText && !isStreaming;
  const chosenStart = chosenOffset(layer, position);
  const { onClick, onKeyDown } = useTokenEvents(container, layer, position);

  const lastStart = blocks.at(-1)?.start;
  return (
    <TokenLayerContext value={layer}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it has a role exactly while it reacts: see tokenAttributes */}
      <div
        ref={container}
        className="reading-text"
        lang={lang}
        dir="auto"
        onClick={onClick}
        onKeyDown={onKeyDown}
        {...(layer && tokenAttributes(view, t('text.tokensLabel'), position === -1))}
      >
        {blocks.map((block) => (
          <MarkdownBlock
            key={block.start}
            start={block.start}
            text={block.text}
            isOpen={isStreaming && block.start === lastStart}
            canWait={canWait}
            isWanted={chosenStart >= block.start && chosenStart < block.start + block.text.length}
          />
        ))}
        {layer && !isStreaming && (
          <TrailingTokens layer={layer} textLength={text.length} chosenPosition={position} />
        )}
        {layer && <TokenTip container={container} trace={layer.trace} />}
      </div>
    </TokenLayerContext>
  );
}
