/**
 * The folders that are watched for models, and those of other programs that could be. Page. A folder is chosen in the
 * system's dialog, which the web shell does not have.
 */
import { FolderPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelFolder } from '#contract/model-places.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { queryClient, queryKeys, useAppStatus } from '../../state/queries.ts';
import { folderKey, useModelFolders } from './file-queries.ts';
import { PageSection } from '../../components/page-section.tsx';

/** Shows the folders as the core answered; the models in them are read again. */
async function change(request: () => Promise<ModelFolder[] | null>): Promise<void> {
  const folders = await attempt(request);
  if (folders) queryClient.setQueryData(folderKey, folders);
  await queryClient.invalidateQueries({ queryKey: queryKeys.models });
}

export function ModelFolders(): ReactNode {
  const { t } = useTranslation('model-files');
  const { data: folders = [] } = useModelFolders();
  const { data: status } = useAppStatus();
  return (
    <PageSection title={t('folders')}>
      <p className="mt-1 text-sm text-ink-soft">{t('foldersHint')}</p>
      <ul className="mt-3 border-b border-line">
        {folders.map((folder) => (
          <FolderRow key={folder.id} folder={folder} />
        ))}
      </ul>
      {status?.hasFileDialog === true ? (
        <Button isSmall className="mt-3" onClick={() => void change(() => core.models.chooseFolder({}))}>
          <FolderPlus size={16} aria-hidden /> {t('addFolder')}
        </Button>
      ) : null}
      {status?.hasFileDialog === false ? (
        <p className="mt-2 text-xs text-ink-faint">{t('foldersWeb')}</p>
      ) : null}
    </PageSection>
  );
}

function FolderRow({ folder }: { readonly folder: ModelFolder }): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  const isFixed = folder.kind === 'start';
  const content =
    folder.fileCount === 0
      ? t('files', { count: 0, shown: format.integer(0) })
      : `${t('files', { count: folder.fileCount, shown: format.integer(folder.fileCount) })} · ${format.bytes(folder.bytes)}`;
  return (
    <li className="border-t border-line">
      <label className="flex min-h-11 items-center gap-3 py-2 text-sm">
        <input
          type="checkbox"
          checked={folder.isWatched}
          disabled={isFixed}
          onChange={() =>
            void change(() => core.models.watchFolder({ folderId: folder.id, isWatched: !folder.isWatched }))
          }
        />
        <span className="min-w-0 flex-1">
          <span className="block">
            {t(`folder.${folder.kind}`)}
            {isFixed ? <span className="text-ink-faint"> · {t('always')}</span> : null}
          </span>
          <span className="block font-mono text-xs leading-5 break-all text-ink-faint">{folder.path}</span>
        </span>
        <span className="flex-none text-xs text-ink-faint tabular-nums">{content}</span>
      </label>
    </li>
  );
}
