/**
 * The ways to take a chart along: as a picture, or its numbers as a table. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt } from '../../state/actions.ts';
import { PrismeError } from '#contract/errors.ts';
import type { FigureTable } from '../figure/figure-table.ts';
import { Tip } from '../tip.tsx';
import { csvTable } from './csv.ts';
import type { Picture } from './heat-map-picture.ts';
import { pngOf } from './png.ts';
import { fileNameOf, saveFile } from './save-file.ts';
import { figurePicture } from './svg-figure.ts';
import { useSaved } from './trace-export-menu.tsx';

type Props = {
  readonly title: string;
  readonly provenance: string;
  readonly fileName: string;
  readonly table: FigureTable;
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
  const items = [
    {
      ending: 'SVG',
      label: t('chart'),
      run: save('svg', async () => new Blob([picture().svg], { type: 'image/svg+xml' })),
    },
    { ending: 'PNG', label: t('chart'), run: save('png', () => pngOf(picture())) },
    {
      ending: 'CSV',
      label: t('table'),
      run: save('csv', async () => new Blob([csvTable(table.columns, table.rows)], { type: 'text/csv' })),
    },
  ];
  return (
    <Menu.Root>
      <Tip text={t('figureMenu')}>
        <Menu.Trigger aria-label={`${t('figureMenu')}: ${title}`} className="icon-button">
          <Download size={16} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
      </Tip>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu">
            {items.map(({ ending, label, run }) => (
              <Menu.Item key={ending} className="menu-item" onClick={run}>
                <span className="flex-1">{label}</span>
                <span className="text-xs text-ink-faint">{ending}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
