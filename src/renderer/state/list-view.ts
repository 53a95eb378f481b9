/**
 * What the column of conversations shows (the list, the archive or the bin, perhaps of one tag), and what the dialogs that
 * sort conversations are about. Runs in the page; forgotten when the window closes.
 */
import { create } from 'zustand';
import type { ConversationId, FolderId } from '#contract/ids.ts';
import { setSearchText } from './search.ts';
import { openDialog } from './view.ts';

export type ListKind = 'all' | 'archive' | 'bin';

type ListView = {
  readonly kind: ListKind;
  /** Null: with and without tags. */
  readonly tag: string | null;
  /** The folder whose name is being typed in the list. */
  readonly renamedFolderId: FolderId | null;
  /** What the dialogs are about. */
  readonly conversationId: ConversationId | null;
  readonly folderId: FolderId | null;
};

export const useListView = create<ListView>(() => ({
  kind: 'all',
  tag: null,
  renamedFolderId: null,
  conversationId: null,
  folderId: null,
}));

export function showList(kind: ListKind, tag: string | null = null): void {
  setSearchText('');
  useListView.setState({ kind, tag });
}

export function openFolderChoice(conversationId: ConversationId): void {
  useListView.setState({ conversationId });
  openDialog('moveToFolder');
}

export function openTagsDialog(conversationId: ConversationId): void {
  useListView.setState({ conversationId });
  openDialog('tags');
}

export function openFolderDialog(folderId: FolderId): void {
  useListView.setState({ folderId });
  openDialog('folder');
}

/** @param conversationId null: everything in the bin */
export function openPurgeDialog(conversationId: ConversationId | null): void {
  useListView.setState({ conversationId });
  openDialog('purge');
}
