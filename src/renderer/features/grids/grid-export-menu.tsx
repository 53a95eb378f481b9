/**
 * The ways to take a grid along. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FileExportMenu } from '../../components/exporting/file-export-menu.tsx';
import { gridCsv, gridJson } from './grid-files.ts';
import type { Named } from './grid-values.ts';
import type { FollowedGrid } from './grids-store.ts';

type Props = { readonly grid: FollowedGrid; readonly models: readonly Named[] };

export function GridExportMenu({ grid: { request, results }, models }: Props): ReactNode {
  const { t } = useTranslation('grids');
  const name = t('fileName');
  return (
    <FileExportMenu
      tip={t('export')}
      files={[
        { label: t('csv'), ending: 'csv', name, make: () => gridCsv(request, results, models) },
        {
          label: t('json'),
          ending: 'json',
          name,
          make: (version) => gridJson(request, results, models, version),
        },
      ]}
    />
  );
}
