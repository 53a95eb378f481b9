/**
 * The ways to take a chart along: as a picture, or its numbers as a table. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt } from '../../state/actions.ts';
import { PrismeError } from '#contract/errors.ts';
import type { FigureTable } from '../figure/figure-table.ts';
import { csvTable } from './csv.ts';
import { ExportMenu } from './export-menu.tsx';
import type { Picture } from './heat-map-picture.ts';
import { pngOf } from './png.ts';
import { fileNameOf, saveFile } from './save-file.ts';
import { figurePicture } from './svg-figure.ts';
import { useSaved } from './use-saved.ts';

type Props = {
  readonly title: string;
  readonly provenance: string;
  readonly fileName: string;
  /** Asked for when the table leaves: that of a long text costs something. */
  readonly table: () => FigureTable;
  /** Calls `take` while the chart stands on the page; null: there is none. */
  readonly withChart: <Result>(take: (svg: SVGSVGElement | null) => Result) => Result;
};

export function FigureExportMenu({ title, provenance, fileName, table, withChart }: Props): ReactNode {
  const { t } = useTranslation('exporting');
  const saved = useSaved();
  const save = (ending: string, make: () => Promise<Blob>) => () =>
    void attempt(async () => {
      const name = fileNameOf(fileName, ending);
      saveFile(name, await make());
      saved(name);
    });
  const picture = (): Picture =>
    withChart((svg) => {
      if (svg === null) throw new PrismeError('app.internal', { reason: 'the figure has no chart' });
      return figurePicture(svg, title, provenance);
    });
  const csv = (): Blob => {
    const { columns, rows } = table();
    return new Blob([csvTable(columns, rows)], { type: 'text/csv' });
  };
  const items = [
    {
      ending: 'SVG',
      label: t('chart'),
      run: save('svg', async () => new Blob([picture().svg], { type: 'image/svg+xml' })),
    },
    { ending: 'PNG', label: t('chart'), run: save('png', () => pngOf(picture())) },
    { ending: 'CSV', label: t('table'), run: save('csv', async () => csv()) },
  ];
  return <ExportMenu tip={t('figureMenu')} label={`${t('figureMenu')}: ${title}`} items={items} />;
}
