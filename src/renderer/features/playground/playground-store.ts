/**
 * What is being tried in the sampler playground, kept while the person visits another screen. Page, memory only.
 */
import { create } from 'zustand';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { ChainOrder } from '#probability/chain-state.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';

export type PlaygroundWork = {
  readonly selection: TokenSelection | null;
  /** Null: those that the reply was written with. */
  readonly settings: GenerationSettings | null;
  readonly order: ChainOrder;
  /** Null: that of the reply. */
  readonly seed: number | null;
  /** How many draws have been made here since the first one, which is the reply's own. */
  readonly rolls: number;
  /** The roll that the 1,000 draws begin with; null: not asked for. */
  readonly sampleFrom: number | null;
  readonly isAllShown: boolean;
  readonly isMoreOpen: boolean;
};

const firstDraw = { rolls: 0, sampleFrom: null, seed: null } as const;

export const usePlayground = create<PlaygroundWork>(() => ({
  selection: null,
  settings: null,
  order: 'llamaCpp',
  ...firstDraw,
  isAllShown: false,
  isMoreOpen: false,
}));

export function isSameToken(a: TokenSelection | null, b: TokenSelection | null): boolean {
  if (a === null || b === null) return a === b;
  return a.messageId === b.messageId && a.target === b.target && a.position === b.position;
}

/** Goes to a token. The settings being tried stay within one reply; another reply begins with its own. */
export function goToToken(selection: TokenSelection): void {
  usePlayground.setState(({ selection: before, settings }) => ({
    selection,
    settings: before?.messageId === selection.messageId ? settings : null,
    ...firstDraw,
  }));
}

export const drawsAtOnce = 1_000;

export function roll(): void {
  usePlayground.setState(({ rolls }) => ({ rolls: rolls + 1 }));
}

/** The draws behind the present one; the last of them is then the one that is shown. */
export function drawMany(): void {
  usePlayground.setState(({ rolls }) => ({ sampleFrom: rolls + 1, rolls: rolls + drawsAtOnce }));
}
