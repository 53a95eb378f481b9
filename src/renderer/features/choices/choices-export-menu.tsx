/**
 * The ways to take the results of a run along. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { ExportMenu } from '../../components/exporting/export-menu.tsx';
import { fileNameOf, saveFile } from '../../components/exporting/save-file.ts';
import { useSaved } from '../../components/exporting/use-saved.ts';
import { useAppStatus } from '../../state/queries.ts';
import { choicesCsv, choicesJson } from './choices-files.ts';
import type { RunResults } from './run-results.ts';

type Props = { readonly results: RunResults; readonly models: readonly Pick<Model, 'id' | 'name'>[] };

export function ChoicesExportMenu({ results, models }: Props): ReactNode {
  const { t } = useTranslation('choices');
  const saved = useSaved();
  const { data: status } = useAppStatus();
  const save = (ending: string, make: () => Blob) => () => {
    const name = fileNameOf(`prisme ${t('fileName')}`, ending);
    saveFile(name, make());
    saved(name);
  };
  const items = [
    { label: t('csv'), ending: 'CSV', run: save('csv', () => choicesCsv(results, models)) },
    {
      label: t('json'),
      ending: 'JSON',
      run: save('json', () => choicesJson(results, models, status?.version ?? '')),
    },
  ];
  return <ExportMenu tip={t('export')} items={items} />;
}
