/**
 * What new conversations in a folder begin with: a system prompt and a model. Page. Kept a moment after it was changed.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Folder } from '#contract/folders.ts';
import { SystemPromptField } from '../../../components/system-prompt-field.tsx';
import { useModels } from '../../../state/queries.ts';
import { useSaveSoon } from '../../../state/use-save-soon.ts';
import { updateFolder } from '../../../state/use-organise.ts';

export function FolderForm({ folder }: { readonly folder: Folder }): ReactNode {
  const { t } = useTranslation('organise');
  const models = useModels().data?.models ?? [];
  const [systemPrompt, setSystemPrompt] = useState(folder.systemPrompt);
  const saveSoon = useSaveSoon(
    (change: Pick<Folder, 'systemPrompt'>) => void updateFolder(folder.id, change),
  );
  const isGone = folder.modelId !== null && !models.some(({ id }) => id === folder.modelId);
  return (
    <div className="flex flex-col gap-6">
      <p className="text-sm text-ink-soft">{t('folderScope')}</p>
      <SystemPromptField
        label={t('folderPrompt')}
        hint={t('folderPromptHint')}
        rows={4}
        value={systemPrompt}
        onChange={(text) => {
          setSystemPrompt(text);
          saveSoon({ systemPrompt: text });
        }}
      />
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
