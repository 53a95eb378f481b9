/**
 * The ways to take the results of a run along. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { FileExportMenu } from '../../components/exporting/file-export-menu.tsx';
import { choicesCsv, choicesJson } from './choices-files.ts';
import type { RunResults } from './run-results.ts';

type Props = { readonly results: RunResults; readonly models: readonly Pick<Model, 'id' | 'name'>[] };

export function ChoicesExportMenu({ results, models }: Props): ReactNode {
  const { t } = useTranslation('choices');
  const name = t('fileName');
  return (
    <FileExportMenu
      tip={t('export')}
      files={[
        { label: t('csv'), ending: 'csv', name, make: () => choicesCsv(results, models) },
        { label: t('json'), ending: 'json', name, make: (version) => choicesJson(results, models, version) },
      ]}
    />
  );
}
