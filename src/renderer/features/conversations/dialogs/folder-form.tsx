/**
 * What new conversations in a folder begin with: a system prompt and a model. Page. Kept a moment after it was changed.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Folder } from '#contract/folders.ts';
import { useModels } from '../../../state/queries.ts';
import { updateFolder } from '../../../state/use-organise.ts';

const saveAfterMs = 400;

export function FolderForm({ folder }: { readonly folder: Folder }): ReactNode {
  const { t } = useTranslation('organise');
  const models = useModels().data?.models ?? [];
  const [systemPrompt, setSystemPrompt] = useState(folder.systemPrompt);
  const saveSoon = useSaveSoon((text) => void updateFolder(folder.id, { systemPrompt: text }));
  const isGone = folder.modelId !== null && !models.some(({ id }) => id === folder.modelId);
  return (
    <div className="flex flex-col gap-6">
      <p className="text-sm text-ink-soft">{t('folderScope')}</p>
      <label className="flex flex-col gap-1">
        <span className="text-sm font-semibold">{t('folderPrompt')}</span>
        <span className="text-xs text-ink-faint">{t('folderPromptHint')}</span>
        <textarea
          className="field mt-1 !text-base"
          rows={4}
          maxLength={100_000}
          dir="auto"
          value={systemPrompt}
          onChange={(event) => {
            setSystemPrompt(event.target.value);
            saveSoon(event.target.value);
          }}
        />
      </label>
      <label className="flex flex-col gap-1">
        <span className="text-sm font-semibold">{t('folderModel')}</span>
        <select
          className="field mt-1"
          value={folder.modelId ?? ''}
          onChange={(event) =>
            void updateFolder(folder.id, {
              modelId: models.find(({ id }) => id === event.target.value)?.id ?? null,
            })
          }
        >
          <option value="">{t('folderModelDefault')}</option>
          {isGone ? <option value={folder.modelId ?? ''}>{t('folderModelGone')}</option> : null}
          {models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Saves at a pause in typing, at the latest when the dialog closes. */
function useSaveSoon(save: (text: string) => void): (text: string) => void {
  const waiting = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = useRef(() => {
    clearTimeout(timer.current);
    if (waiting.current !== null) save(waiting.current);
    waiting.current = null;
  });
  useEffect(() => flush.current, []);
  return (text) => {
    waiting.current = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(flush.current, saveAfterMs);
  };
}
