/**
 * Says what was done and how to take it back: in the dialog that it was done in, else at the edge of the window. Page. Behind a dialog
 * neither keys nor screen readers reach the edge.
 */
import { create } from 'zustand';
import { showToast } from './toasts.ts';
import { useView, type OpenDialog } from './view.ts';

export type Announcement = {
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void };
  readonly dialog: OpenDialog;
};

/** The last one of the dialog that is open. */
export const useAnnouncement = create<{ readonly latest: Announcement | null }>(() => ({ latest: null }));

export function announce(text: string, action: Announcement['action']): void {
  const { dialog } = useView.getState();
  if (dialog === 'none') showToast(text, action);
  else useAnnouncement.setState({ latest: { text, action, dialog } });
}

export function forgetAnnouncement(): void {
  useAnnouncement.setState({ latest: null });
}
