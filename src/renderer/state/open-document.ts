/**
 * The document whose text is shown, and where in it. Runs in the page.
 */
import { create } from 'zustand';
import type { DocumentId } from '#contract/ids.ts';

export type ShownDocument = {
  readonly id: DocumentId;
  readonly name: string;
  /** The page to begin with, from 1. */
  readonly page: number;
  /** What is looked for in it; empty: nothing. */
  readonly find: string;
};

export const useShownDocument = create<{ readonly shown: ShownDocument | null }>(() => ({ shown: null }));

export function openDocument(
  document: Pick<ShownDocument, 'id' | 'name'>,
  place: Partial<Pick<ShownDocument, 'page' | 'find'>> = {},
): void {
  const { id, name } = document;
  useShownDocument.setState({ shown: { id, name, page: 1, find: '', ...place } });
}

export function closeDocument(): void {
  useShownDocument.setState({ shown: null });
}
