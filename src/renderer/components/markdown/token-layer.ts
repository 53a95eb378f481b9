/**
 * What the runs of a text know about tokens. Page. Two contexts, so that a growing reply changes neither for the
 * blocks that stand already.
 */
import { createContext } from 'react';
import type { MessageId } from '#contract/ids.ts';
import type { HeatMapMeasure } from '../../state/traces/heat-map-view.ts';
import type { ReplyTraceState } from '../../state/traces/trace-store.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { ValueStore } from '../../state/traces/value-store.ts';

/** Tokens are shown over the text: which ones, and what their colour means. */
export type TokenLayer = {
  readonly messageId: MessageId;
  readonly trace: TokenTrace;
  readonly store: ValueStore<ReplyTraceState>;
  readonly measure: HeatMapMeasure;
};

/** Null: the text is plain text. */
export const TokenLayerContext = createContext<TokenLayer | null>(null);

/** UTF-16 offset of the block in the whole text. */
export const BlockStartContext = createContext(0);
