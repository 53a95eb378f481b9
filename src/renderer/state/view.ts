/**
 * What the window shows at the moment, as far as it is not remembered between starts: the open conversation, the
 * screen, the dialogs and the sheets of narrow windows. Runs in the page.
 */
import { create } from 'zustand';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';

export type Instrument =
  | 'playground'
  | 'scoring'
  | 'crossReading'
  | 'choices'
  | 'grids'
  | 'nextToken'
  | 'tree'
  | 'tokenizer'
  | 'hesitations'
  | 'comparisons';
export type Screen = 'chat' | 'models' | 'hub' | 'privacy' | 'prompts' | Instrument;
export type OpenDialog =
  | 'none'
  | 'palette'
  | 'keys'
  | 'settings'
  | 'help'
  | 'conversationSettings'
  | 'presets'
  | 'branches'
  | 'move'
  | 'moveToFolder'
  | 'tags'
  | 'folder'
  | 'purge'
  | 'prompt';

type View = {
  readonly conversationId: ConversationId | null;
  /** The comparison that is open on its screen; null: the list of them. */
  readonly comparisonId: ComparisonId | null;
  /** The lane that was last looked into: what the inspector and the dialog of settings are about there. */
  readonly laneId: ConversationId | null;
  readonly screen: Screen;
  readonly dialog: OpenDialog;
  readonly isSidebarSheetOpen: boolean;
  readonly isInspectorSheetOpen: boolean;
};

export const useView = create<View>(() => ({
  conversationId: null,
  comparisonId: null,
  laneId: null,
  screen: 'chat',
  dialog: 'none',
  isSidebarSheetOpen: false,
  isInspectorSheetOpen: false,
}));

/** The conversation that is looked at: the open one, or a lane on the screen of comparisons. */
export function shownConversationId({ screen, laneId, conversationId }: View): ConversationId | null {
  return screen === 'comparisons' ? laneId : conversationId;
}

export function openDialog(dialog: OpenDialog): void {
  useView.setState({ dialog });
}

export function openHub(): void {
  useView.setState({ screen: 'hub', dialog: 'none', isSidebarSheetOpen: false });
}

export function openPrivacy(): void {
  useView.setState({ screen: 'privacy', dialog: 'none', isSidebarSheetOpen: false });
}

export function closeDialog(): void {
  useView.setState({ dialog: 'none' });
}

/** Puts the cursor into the message field, once it is there. */
export function focusComposer(): void {
  const focus = (): void => document.querySelector<HTMLElement>('[data-composer]')?.focus();
  // At once where it can be: what is typed until the next frame would be lost.
  focus();
  requestAnimationFrame(focus);
}
