/**
 * A chart with its title, the same numbers as a table, and the ways to take it along. Page. The chart itself is one
 * `<svg>` that the caller draws.
 */
import { useId, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { FigureTable } from './figure-table.ts';
import { FigureExportMenu } from '../exporting/figure-export-menu.tsx';

type Props = {
  /** What is shown, with the unit. */
  readonly title: string;
  /** Where the numbers come from (model, profile, how many): the footer of an exported picture. */
  readonly provenance: string;
  /** Without ending; used when the figure is saved. */
  readonly fileName: string;
  /** The same numbers: for a screen reader, for whoever prefers them, and for CSV. Unrounded. */
  readonly table: FigureTable;
  /** The chart: one `<svg role="img">` with an accessible name. */
  readonly children: ReactNode;
};

export function Figure({ title, provenance, fileName, table, children }: Props): ReactNode {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  const titleId = useId();
  const chart = useRef<HTMLDivElement>(null);
  /** The chart must stand on the page to be taken: it is drawn for that moment when the table is shown. */
  const withChart = <Result,>(take: (svg: SVGSVGElement | null) => Result): Result => {
    if (isTable) flushSync(() => setTable(false));
    const result = take(chart.current?.querySelector('svg') ?? null);
    if (isTable) setTable(true);
    return result;
  };
  return (
    <figure aria-labelledby={titleId} className="min-w-0">
      <figcaption className="mb-2 flex items-center justify-between gap-4">
        <span id={titleId} className="text-sm font-medium">
          {title}
        </span>
        <span className="flex flex-none items-center gap-1">
          <button
            type="button"
            className="button button-quiet button-small"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? t('asChart') : t('asTable')}
          </button>
          <FigureExportMenu
            title={title}
            provenance={provenance}
            fileName={fileName}
            table={table}
            withChart={withChart}
          />
        </span>
      </figcaption>
      {isTable ? <Table table={table} titleId={titleId} /> : <div ref={chart}>{children}</div>}
      <p className="mt-1 text-xs text-ink-faint">{provenance}</p>
    </figure>
  );
}

function Table({ table, titleId }: { readonly table: FigureTable; readonly titleId: string }): ReactNode {
  return (
    <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-labelledby={titleId}>
      <table className="w-full text-sm tabular-nums" aria-labelledby={titleId}>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            {table.columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-4 font-normal">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // Rows have no identity of their own; the table is drawn anew with its numbers.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index} className="border-t border-line">
              {row.map((cell, column) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={column} className="py-1 pr-4">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
