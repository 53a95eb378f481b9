/**
 * The dialog that takes conversations along and brings them in: which are chosen, and what the last import brought. Runs in the
 * page.
 */
import { create } from 'zustand';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { ImportResult } from '#contract/move.ts';
import { openDialog } from './view.ts';

type Moving = {
  /** Null: all, the archive and those that come later too. */
  readonly chosen: readonly ConversationId[] | null;
  /** Null: nothing was brought in since the dialog was opened. */
  readonly result: ImportResult | null;
  /** On paper now; empty: nothing is. */
  readonly printed: readonly Conversation[];
};

export const useMoving = create<Moving>(() => ({ chosen: null, result: null, printed: [] }));

/** @param chosen null: all */
export function openMove(chosen: readonly ConversationId[] | null = null): void {
  useMoving.setState({ chosen, result: null });
  openDialog('move');
}
