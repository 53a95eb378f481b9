/**
 * An export menu whose files are made on the page. Page.
 */
import type { ReactNode } from 'react';
import { useAppStatus } from '../../state/queries.ts';
import { ExportMenu } from './export-menu.tsx';
import { fileNameOf, saveFile } from './save-file.ts';
import { useSaved } from './use-saved.ts';

export type ExportFile = {
  readonly label: string;
  readonly ending: 'csv' | 'json';
  /** Without the app's name and the ending. */
  readonly name: string;
  /** @param version of the app, for files that name it */
  readonly make: (version: string) => Blob;
};

type Props = { readonly tip: string; readonly files: readonly ExportFile[] };

export function FileExportMenu({ tip, files }: Props): ReactNode {
  const saved = useSaved();
  const { data: status } = useAppStatus();
  const items = files.map(({ label, ending, name, make }) => ({
    label,
    ending: ending.toUpperCase(),
    run: () => {
      const fileName = fileNameOf(`prisme ${name}`, ending);
      saveFile(fileName, make(status?.version ?? ''));
      saved(fileName);
    },
  }));
  return <ExportMenu tip={tip} items={items} />;
}
