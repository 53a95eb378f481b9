/**
 * The bench's own state: texts, caret, picked tokens, the game. Page. Kept while other screens are shown; it asks the
 * core nothing (use-reading.ts).
 */
import { create } from 'zustand';
import type { ModelId } from '#contract/ids.ts';
import type { Beginning } from './beginning.ts';
import type { Pick } from './game.ts';

export type Mode = 'raw' | 'chat';

export type Bench = {
  readonly mode: Mode;
  readonly raw: string;
  readonly system: string;
  readonly user: string;
  /** The beginning of the reply. */
  readonly reply: string;
  /** UTF-16 offset in the text that goes on: `raw` or `reply`. */
  readonly caret: number;
  readonly beginning: Beginning | null;
  /** How many favourites are still to be taken, one after the other. */
  readonly toGo: number;
  /** "Be the sampler": its picks so far; null while nobody plays. */
  readonly picks: readonly Pick[] | null;
  readonly isFinished: boolean;
  /** What stood before the caret when the game began. */
  readonly gameText: string;
  /** The game shows the probabilities of its choices. */
  readonly isOpenGame: boolean;
};

export const useBench = create<Bench>(() => ({
  mode: 'raw',
  raw: '',
  system: '',
  user: '',
  reply: '',
  caret: 0,
  beginning: null,
  toGo: 0,
  picks: null,
  isFinished: false,
  gameText: '',
  isOpenGame: false,
}));

type Growing = { readonly mode: Mode; readonly raw: string; readonly reply: string };

/** The text that goes on. */
export function growingText({ mode, raw, reply }: Growing): string {
  return mode === 'raw' ? raw : reply;
}

/** Puts another text in the place of the one that goes on. */
export function setGrowingText(text: string, caret: number): void {
  useBench.setState(({ mode }) => (mode === 'raw' ? { raw: text, caret } : { reply: text, caret }));
}

export function setMode(mode: Mode): void {
  useBench.setState((bench) => ({
    mode,
    caret: growingText({ ...bench, mode }).length,
    toGo: 0,
    picks: null,
  }));
}

/** What stands around a raw text: another model makes the same text another place. */
export function rawContext(modelId: ModelId): string {
  return JSON.stringify([modelId, 'raw']);
}
