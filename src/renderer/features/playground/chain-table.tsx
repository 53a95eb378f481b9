/**
 * The chain as a table: a row a token, a column a stage that is on, q and the draw at the end; what the stages removed
 * stays, with the name of the stage. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChainStage } from '#probability/chain-state.ts';
import type { SamplerSettings } from '#probability/sampler-settings.ts';
import type { TraceStep } from '#probability/trace.ts';
import { useTokenFormat, type TokenFormat } from '../../components/heat-map/token-format.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import type { Experiment } from './experiment.ts';
import type { Cell, PlaygroundTable, StageColumn, TokenRow } from './playground-table.ts';
import type { ReadySubject } from './subject.ts';

/** The one number of a stage that stands in its heading; null: it has several. */
const headings: Readonly<Record<ChainStage, { key: keyof SamplerSettings; digits: number } | null>> = {
  logitBias: null,
  penalties: null,
  dry: null,
  topNSigma: { key: 'topNSigma', digits: 1 },
  topK: { key: 'topK', digits: 0 },
  typicalP: { key: 'typicalP', digits: 2 },
  topP: { key: 'topP', digits: 2 },
  minP: { key: 'minP', digits: 2 },
  xtc: null,
  temperature: { key: 'temperature', digits: 2 },
};

type Props = {
  readonly subject: ReadySubject;
  readonly step: TraceStep;
  readonly experiment: Experiment;
  readonly table: PlaygroundTable;
  readonly settings: SamplerSettings;
};

export function ChainTable({ subject, step, experiment, table, settings }: Props): ReactNode {
  const { t } = useTranslation('playground');
  const { chain, draw, drawnId } = experiment;
  return (
    <div className="chain-region" role="region" tabIndex={0} aria-label={t('table.label')}>
      <table className="chain">
        <caption className="sr-only">{t('table.caption')}</caption>
        <Head table={table} settings={settings} isExact={chain.isExact} />
        <tbody>
          {table.rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              table={table}
              isRawExact={table.isRawExact}
              isInReply={row.id === step.tokenId}
              isDrawn={row.id === drawnId}
              draw={chain.isExact ? draw.value : null}
              vocabulary={subject.trace.vocabulary}
            />
          ))}
          <OthersRow table={table} />
        </tbody>
        <Foot table={table} total={experiment.row.vocabularySize} experiment={experiment} />
      </table>
    </div>
  );
}

function Head({
  table,
  settings,
  isExact,
}: Pick<Props, 'table' | 'settings'> & { readonly isExact: boolean }): ReactNode {
  const { t } = useTranslation('playground');
  const format = useFormat();
  const valueOf = (stage: ChainStage): string => {
    const heading = headings[stage];
    const value = heading && settings[heading.key];
    return heading && typeof value === 'number' ? format.decimal(value, heading.digits) : '';
  };
  return (
    <thead>
      <tr>
        <th scope="col">{t('table.token')}</th>
        <th scope="col" className="number">
          {t('table.raw')}
          <small>{t('table.rawHint')}</small>
        </th>
        {table.columns.map(({ stage }) => (
          <th key={stage} scope="col" className="number">
            {t(`stages.${stage}`)}
            <small>{valueOf(stage)}</small>
          </th>
        ))}
        <th scope="col" className="number">
          {isExact ? 'q' : '≈ q'}
          <small>{t('table.qHint')}</small>
        </th>
        <th scope="col" className="draw-column">
          {t('table.draw')}
        </th>
      </tr>
    </thead>
  );
}

type RowProps = {
  readonly row: TokenRow;
  readonly table: PlaygroundTable;
  readonly isRawExact: boolean;
  readonly isInReply: boolean;
  readonly isDrawn: boolean;
  /** Null: nothing is drawn. */
  readonly draw: number | null;
  readonly vocabulary: ReadySubject['trace']['vocabulary'];
};

function Row({ row, table, isRawExact, isInReply, isDrawn, draw, vocabulary }: RowProps): ReactNode {
  const { t } = useTranslation(['playground', 'inspector']);
  const format = useTokenFormat();
  const isOut = row.q === 0;
  return (
    <tr className={`${isOut ? 'out' : ''} ${isDrawn ? 'drawn' : ''}`}>
      <th scope="row">
        <span className="check" aria-hidden>
          {isInReply ? '✓' : ''}
        </span>
        <TokenLabel vocabulary={vocabulary} tokenId={row.id} />
        {isInReply ? <span className="sr-only"> {t('table.inReply')}</span> : null}
        {isDrawn ? <span className="sr-only"> {t('table.drawn')}</span> : null}
      </th>
      <td className="number">
        {isRawExact ? '' : '≤'}
        {format.probability(row.raw)}
      </td>
      {row.cells.map((cell, index) => (
        <CellView key={table.columns[index]?.stage} cell={cell} format={format} />
      ))}
      <td className="number strong">
        {row.removedBy ? (
          <span className="removed-by">
            {t('inspector:table.removedBy', { stage: t(`inspector:stages.${row.removedBy}`) })}
          </span>
        ) : row.q === null ? (
          '?'
        ) : (
          format.share(row.q)
        )}
      </td>
      <td className="draw-column">
        <Slice slice={row.slice} draw={draw} isDrawn={isDrawn} />
      </td>
    </tr>
  );
}

function CellView({ cell, format }: { readonly cell: Cell; readonly format: TokenFormat }): ReactNode {
  const { t } = useTranslation('playground');
  if (cell.kind === 'in') return <td className="number">{format.share(cell.probability)}</td>;
  if (cell.kind === 'removed')
    return (
      <td className="number">
        <span aria-hidden>✕</span>
        <span className="sr-only">{t('table.removed')}</span>
      </td>
    );
  return <td className="number">{cell.kind === 'unknown' ? '?' : ''}</td>;
}

/** The token's part of [0, 1), on one scale in every row, and the draw across all of them. */
function Slice({
  slice,
  draw,
  isDrawn,
}: Pick<RowProps, 'draw' | 'isDrawn'> & { readonly slice: TokenRow['slice'] }): ReactNode {
  return (
    <span className="slice" aria-hidden>
      {slice ? (
        <span
          className={isDrawn ? 'slice-part slice-drawn' : 'slice-part'}
          style={{ left: `${slice.from * 100}%`, width: `${(slice.to - slice.from) * 100}%` }}
        />
      ) : null}
      {draw === null ? null : <span className="slice-draw" style={{ left: `${draw * 100}%` }} />}
    </span>
  );
}

function OthersRow({ table: { others, columns } }: Pick<Props, 'table'>): ReactNode {
  const { t } = useTranslation('playground');
  const format = useTokenFormat();
  return (
    <tr className="others">
      <th scope="row">
        <span className="check" aria-hidden />
        {t('table.others', { total: format.integer(others.count) })}
      </th>
      <td className="number">{others.raw === null ? '—' : format.share(others.raw)}</td>
      {others.cells.map((mass, index) => (
        <td key={columns[index]?.stage} className="number">
          {format.share(tiny(mass))}
        </td>
      ))}
      <td className="number strong">{format.share(tiny(others.q))}</td>
      <td>{nothing}</td>
    </tr>
  );
}

/** A cell that has nothing to say. */
const nothing = '\u00a0';

/** What is left of 1 after rounding is nothing. */
const tiny = (mass: number): number => (mass < 1e-9 ? 0 : mass);

type FootProps = Pick<Props, 'table' | 'experiment'> & { readonly total: number };

function Foot({ table, experiment, total }: FootProps): ReactNode {
  const { t } = useTranslation('playground');
  const format = useTokenFormat();
  const { columns, rawEntropyBits } = table;
  const { chain, draw } = experiment;
  const about = ({ isExact }: Pick<StageColumn, 'isExact'>): string => (isExact ? '' : '≈ ');
  // The bars share one scale: the largest removal fills its column.
  const most = Math.max(1e-9, ...columns.map(({ removedMass }) => removedMass));
  const last = chain.stages.at(-1)?.entropyAfterBits ?? rawEntropyBits;
  return (
    <tfoot>
      <tr>
        <th scope="row">{t('table.survivors')}</th>
        <td className="number">{format.integer(total)}</td>
        {columns.map((column) => (
          <td key={column.stage} className="number">
            {about(column)}
            {format.integer(column.survivors)}
          </td>
        ))}
        <td className="number strong">
          {about(chain)}
          {format.integer(chain.ids.length + chain.tailCount)}
        </td>
        <td className="draw-column number-line">
          {chain.isExact ? `u = ${format.significant(draw.value)}` : ''}
        </td>
      </tr>
      <tr>
        <th scope="row">{t('table.removedMass')}</th>
        <td className="number">—</td>
        {columns.map((column) => (
          <td key={column.stage} className="number">
            {column.removedMass === 0 ? '—' : about(column) + format.share(column.removedMass)}
            <span
              className="hatched"
              aria-hidden
              style={{ width: `${(column.removedMass / most) * 100}%` }}
            />
          </td>
        ))}
        <td>{nothing}</td>
        <td>{nothing}</td>
      </tr>
      <tr>
        <th scope="row">{t('table.entropy')}</th>
        <td className="number">{format.interval(rawEntropyBits.low, rawEntropyBits.high)}</td>
        {columns.map((column) => (
          <td key={column.stage} className="number">
            {about(column)}
            {format.interval(column.entropyBits.low, column.entropyBits.high)}
          </td>
        ))}
        <td className="number strong">
          {about(chain)}
          {format.interval(last.low, last.high)}
        </td>
        <td>{nothing}</td>
      </tr>
    </tfoot>
  );
}
