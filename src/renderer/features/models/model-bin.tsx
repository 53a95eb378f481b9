/**
 * The bin of deleted model files: put one back, or empty it for good. Page. Not shown while it is empty.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { binKeepDays } from '#contract/model-places.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { useModelBin } from './file-queries.ts';
import { PageSection } from '../../components/page-section.tsx';

export function ModelBin(): ReactNode {
  const { t } = useTranslation(['model-files', 'common']);
  const format = useFormat();
  const { data: files = [] } = useModelBin();
  const [isSure, setSure] = useState(false);
  if (files.length === 0) return null;
  const size = format.bytes(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const run = async <Answer,>(request: () => Promise<Answer>): Promise<Answer | undefined> => {
    const answer = await attempt(request);
    await queryClient.invalidateQueries({ queryKey: queryKeys.modelFiles });
    await queryClient.invalidateQueries({ queryKey: queryKeys.models });
    return answer;
  };
  const empty = async (): Promise<void> => {
    setSure(false);
    const emptied = await run(() => core.models.emptyBin({}));
    if (emptied) showToast(t('model-files:binEmptied', { size: format.bytes(emptied.freedBytes) }));
  };
  return (
    <PageSection title={t('model-files:bin')}>
      <p className="mt-1 text-sm text-ink-soft">{t('model-files:binHint', { size, days: binKeepDays })}</p>
      <ul className="mt-3 border-b border-line">
        {files.map(({ id, fileName, folder, sizeBytes }) => (
          <li key={id} className="flex min-h-11 items-center gap-3 border-t border-line py-2 text-sm">
            <span className="min-w-0 flex-1">
              <span className="block font-mono text-xs leading-5 break-all">{fileName}</span>
              <span className="block text-xs break-all text-ink-faint">{folder}</span>
            </span>
            <span className="flex-none text-xs text-ink-faint tabular-nums">{format.bytes(sizeBytes)}</span>
            <Button
              isSmall
              aria-label={t('model-files:putBackName', { file: fileName.slice(0, 60) })}
              onClick={() => void run(() => core.models.restoreFile({ binId: id }))}
            >
              {t('model-files:putBack')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        {isSure ? (
          <>
            <Button isSmall look="danger" onClick={() => void empty()}>
              {t('model-files:binSure', { size })}
            </Button>
            <Button isSmall look="quiet" onClick={() => setSure(false)}>
              {t('common:cancel')}
            </Button>
          </>
        ) : (
          <Button isSmall onClick={() => setSure(true)}>
            {t('model-files:binEmpty')}
          </Button>
        )}
      </div>
    </PageSection>
  );
}
