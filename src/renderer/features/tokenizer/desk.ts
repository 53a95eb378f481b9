/**
 * The tokeniser view's own state: text, models, whether ids are shown. Page. Kept while other screens are shown.
 */
import { create } from 'zustand';
import type { ModelId } from '#contract/ids.ts';

/** More do not fit side by side. */
export const mostModels = 4;

export type Desk = {
  readonly text: string;
  /** Null: the model of the header. */
  readonly modelIds: readonly ModelId[] | null;
  readonly hasIds: boolean;
};

export const useDesk = create<Desk>(() => ({ text: '', modelIds: null, hasIds: false }));
