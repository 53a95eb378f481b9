/**
 * What can be done with the prompts of the library, each with its way back. Page.
 */
import { useTranslation } from 'react-i18next';
import { mostPromptFileCharacters, type PromptFields, type SavedPrompt } from '#contract/prompts.ts';
import { writePromptFile } from '#contract/prompt-file.ts';
import { core } from '../../client.ts';
import { fileNameOf, saveFile } from '../../components/exporting/save-file.ts';
import { useSaved } from '../../components/exporting/use-saved.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { attemptChange } from '../../state/actions.ts';
import { openPromptDialog } from '../../state/prompts.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { openTextFile } from '../../state/text-file.ts';
import { showToast } from '../../state/toasts.ts';
import { commandFrom, freeName } from './command-from.ts';

const changePrompts = (change: () => Promise<unknown>): Promise<boolean> =>
  attemptChange(queryKeys.prompts, change);

export type PromptActions = {
  readonly add: (fields: PromptFields) => void;
  readonly duplicate: (prompt: SavedPrompt, all: readonly SavedPrompt[]) => void;
  readonly remove: (prompt: SavedPrompt) => Promise<void>;
  readonly exportAll: (all: readonly SavedPrompt[]) => void;
  /** Why a file was refused stays on screen: it names a place in it. */
  readonly importFile: (file: File, onRefused: (error: PageError | null) => void) => void;
};

export function usePromptActions(): PromptActions {
  const { t } = useTranslation(['prompts', 'common']);
  const saved = useSaved();
  const undo = (run: () => Promise<unknown>) => ({
    label: t('common:undo'),
    run: () => void changePrompts(run),
  });
  const bringIn = useBringIn(undo);
  return {
    add: (fields) => void changePrompts(() => core.prompts.create(fields)),
    duplicate: ({ name, description, text }, all) => {
      const taken = all.map((prompt) => prompt.name);
      const copy = freeName(t('prompts:copyName', { name: name.slice(0, 60) }), taken, ' ');
      const commands = all.map(({ command }) => command);
      const command = freeName(commandFrom(copy).slice(0, 36), commands, '-');
      openPromptDialog({ name: copy, command, description, text });
    },
    remove: async ({ id: promptId, name }) => {
      if (!(await changePrompts(() => core.prompts.delete({ promptId })))) return;
      showToast(
        t('prompts:deleted', { name }),
        undo(() => core.prompts.restore({ promptId })),
      );
    },
    exportAll: (all) => {
      const name = fileNameOf(t('prompts:fileName'), 'json');
      saveFile(name, new Blob([writePromptFile(all)], { type: 'application/json' }));
      saved(name);
    },
    importFile: (file, onRefused) =>
      void openTextFile(file, mostPromptFileCharacters, {
        take: (text) => void bringIn(text, onRefused),
        refuse: (problem) => showToast(t(`prompts:${problem}`)),
      }),
  };
}

type Undo = (run: () => Promise<unknown>) => { readonly label: string; readonly run: () => void };

/** Takes the prompts of a file, and says what came. */
function useBringIn(
  undo: Undo,
): (text: string, onRefused: (error: PageError | null) => void) => Promise<void> {
  const { t } = useTranslation('prompts');
  const format = useFormat();
  return async (text, onRefused) => {
    onRefused(null);
    const result = await core.prompts
      .import({ text })
      .catch((cause: unknown) => onRefused(toPageError(cause)));
    if (!result) return;
    await queryClient.invalidateQueries({ queryKey: queryKeys.prompts });
    const { addedIds, skipped, renamed } = result;
    const number = (count: number) => ({ count, shown: format.integer(count) });
    const words = [
      addedIds.length > 0 || skipped === 0 ? t('imported', number(addedIds.length)) : '',
      skipped > 0 ? t('importSkipped', number(skipped)) : '',
      renamed > 0 ? t('importRenamed', number(renamed)) : '',
    ];
    const takeBack = async (): Promise<void> => {
      for (const promptId of addedIds) await core.prompts.delete({ promptId });
    };
    showToast(words.filter(Boolean).join(' '), addedIds.length > 0 ? undo(takeBack) : null);
  };
}
