/**
 * The ways to take a grid along. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportMenu } from '../../components/exporting/export-menu.tsx';
import { fileNameOf, saveFile } from '../../components/exporting/save-file.ts';
import { useSaved } from '../../components/exporting/use-saved.ts';
import { useAppStatus } from '../../state/queries.ts';
import { gridCsv, gridJson } from './grid-files.ts';
import type { Named } from './grid-values.ts';
import type { FollowedGrid } from './grids-store.ts';

type Props = { readonly grid: FollowedGrid; readonly models: readonly Named[] };

export function GridExportMenu({ grid: { request, results }, models }: Props): ReactNode {
  const { t } = useTranslation('grids');
  const saved = useSaved();
  const { data: status } = useAppStatus();
  const save = (ending: string, make: () => Blob) => () => {
    const name = fileNameOf(`prisme ${t('fileName')}`, ending);
    saveFile(name, make());
    saved(name);
  };
  const items = [
    { label: t('csv'), ending: 'CSV', run: save('csv', () => gridCsv(request, results, models)) },
    {
      label: t('json'),
      ending: 'JSON',
      run: save('json', () => gridJson(request, results, models, status?.version ?? '')),
    },
  ];
  return <ExportMenu tip={t('export')} items={items} />;
}
