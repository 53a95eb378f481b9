/**
 * The prompt library as the page knows it: the list, the prompt that is being written, and the one that waits for the message
 * field. Runs in the page.
 */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { create } from 'zustand';
import type { PromptId } from '#contract/ids.ts';
import type { PromptFields, SavedPrompt } from '#contract/prompts.ts';
import { core } from '../client.ts';
import { queryKeys } from './queries.ts';
import { openDialog, useView } from './view.ts';

export function usePrompts(): UseQueryResult<SavedPrompt[]> {
  return useQuery({ queryKey: queryKeys.prompts, queryFn: () => core.prompts.list({}) });
}

type Writing = {
  /** Null: it is not in the library yet. */
  readonly id: PromptId | null;
  /** As it was when it was opened. */
  readonly from: PromptFields;
  /** As it is written now: kept when the dialog is closed by mistake. */
  readonly fields: PromptFields;
};
const noPrompt: PromptFields = { name: '', command: '', description: '', text: '' };

export const usePromptDialog = create<Writing>(() => ({ id: null, from: noPrompt, fields: noPrompt }));

/** Opens the dialog on a prompt of the library, or with what a new one begins with. */
export function openPromptDialog(given: Partial<SavedPrompt>): void {
  const { id = null, ...more } = given;
  const { name, command, description, text } = { ...noPrompt, ...more };
  const fields = { name, command, description, text };
  usePromptDialog.setState({ id, from: fields, fields });
  openDialog('prompt');
}

/** With what was written in it. */
export function openDialogAgain(): void {
  openDialog('prompt');
}

export const useWaitingPrompt = create<{ readonly waiting: SavedPrompt | null }>(() => ({ waiting: null }));

/** Shows the conversation and leaves the prompt there for the message field, which takes it once. */
export function insertPrompt(prompt: SavedPrompt): void {
  useWaitingPrompt.setState({ waiting: prompt });
  useView.setState({ screen: 'chat', dialog: 'none', isSidebarSheetOpen: false });
}

export function openPrompts(): void {
  useView.setState({ screen: 'prompts', dialog: 'none', isSidebarSheetOpen: false });
}
