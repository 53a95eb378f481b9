/**
 * The table of a grid: a row a prompt, a column a model with its setting and seed, the spread at both ends. Page. The
 * number is always printed; the shade only repeats it.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridResult, GridSetting, GridTask } from '#contract/grids.ts';
import { cellNumber } from '#probability/grids/grid-layout.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useErrorWords } from '../../i18n/i18n.ts';
import { columnsOf, columnSpread, type Named, rowSpread, stepOf, valueOf } from './grid-values.ts';
import { type FollowedGrid, useGrids } from './grids-store.ts';

type Props = { readonly grid: FollowedGrid; readonly models: readonly Named[] };

/** Written out: the style sheet is made from what stands in the code. */
const shades = ['bg-heat-0', 'bg-heat-1', 'bg-heat-2', 'bg-heat-3', 'bg-heat-4', 'bg-heat-5'] as const;
const cellLook = 'border-t border-line px-3 py-1.5 align-top';

export function GridTable({ grid, models }: Props): ReactNode {
  const { t } = useTranslation('grids');
  const { request, results } = grid;
  const { kind } = request.task;
  const columns = columnsOf(request);
  const hasSpread = kind !== 'reply';
  return (
    <div className="mt-4 overflow-x-auto" tabIndex={0} role="region" aria-label={t('table')}>
      <table className="w-full text-sm tabular-nums" aria-label={t('table')}>
        <thead>
          <tr className="text-left align-bottom text-xs text-ink-faint">
            <th scope="col" className="px-3 py-1 font-normal">
              {t('prompt')}
            </th>
            {columns.map((_, column) => (
              // A column is its place.
              // oxlint-disable-next-line react/no-array-index-key
              <th key={column} scope="col" className="min-w-28 px-3 py-1 font-normal break-words">
                <ColumnName grid={grid} models={models} column={column} />
              </th>
            ))}
            {hasSpread && (
              <th scope="col" className="px-3 py-1 font-normal">
                {t('spread')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {request.prompts.map(({ text, edit }, prompt) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={prompt}>
              <th scope="row" className={`${cellLook} max-w-80 min-w-40 text-left font-normal`}>
                <bdi className="line-clamp-3 break-words whitespace-pre-wrap" title={text}>
                  {text}
                </bdi>
                {edit && <span className="block text-xs text-ink-faint">{t(`edits.${edit}`)}</span>}
              </th>
              {columns.map((_, column) => {
                const cell = cellNumber({ prompt, column }, request.prompts.length);
                return <Cell key={cell} cell={cell} kind={kind} result={results.get(cell) ?? null} />;
              })}
              {hasSpread && <Spread kind={kind} value={rowSpread(request, results, prompt)} />}
            </tr>
          ))}
        </tbody>
        {hasSpread && (
          <tfoot>
            <tr data-column-spreads>
              <th scope="row" className={`${cellLook} text-left text-xs font-normal text-ink-faint`}>
                {t('spread')}
              </th>
              {columns.map((_, column) => (
                // oxlint-disable-next-line react/no-array-index-key
                <Spread key={column} kind={kind} value={columnSpread(request, results, column)} />
              ))}
              <td className={`${cellLook} text-ink-faint`}>—</td>
            </tr>
          </tfoot>
        )}
      </table>
      {hasSpread && <p className="mt-1 text-xs text-ink-faint">{t('spreadNote')}</p>}
    </div>
  );
}

function ColumnName({ grid: { request }, models, column }: Props & { readonly column: number }): ReactNode {
  const { task } = request;
  const place = columnsOf(request)[column];
  const name = models[place?.model ?? 0]?.name ?? '';
  if (task.kind !== 'reply' || !place) return name;
  const setting = task.settings[place.setting ?? 0];
  const seed = place.seed === null ? null : (task.seeds[place.seed] ?? null);
  return (
    <>
      {name}
      {setting && <DrawnWith setting={setting} seed={seed} />}
    </>
  );
}

function DrawnWith({
  setting: { name, sampler },
  seed,
}: {
  readonly setting: GridSetting;
  readonly seed: number | null;
}): ReactNode {
  const { t } = useTranslation('grids');
  const format = useTokenFormat();
  const numbers = { temperature: format.bits(sampler.temperature), topP: format.bits(sampler.topP) };
  return (
    <span className="block">
      {name === 'own' ? t('ownSetting', numbers) : t(`settingNames.${name}`)}
      {seed !== null && ` · ${t('seedOf', { seed })}`}
    </span>
  );
}

type CellProps = {
  readonly cell: number;
  readonly kind: GridTask['kind'];
  readonly result: GridResult | null;
};

function Cell({ cell, kind, result }: CellProps): ReactNode {
  const { t } = useTranslation('grids');
  const format = useTokenFormat();
  const errorWords = useErrorWords();
  const value = valueOf(result);
  const step = stepOf(kind, value);
  const look = step < 0 ? cellLook : `${cellLook} ${shades[step] ?? ''} text-heat-ink`;
  const state = result === null ? 'open' : result.kind === 'failed' ? 'failed' : 'done';
  return (
    <td className={look} data-cell={cell} data-state={state}>
      {result === null && <span className="text-ink-faint">{t('open')}</span>}
      {result?.kind === 'failed' && <span className="text-danger">{errorWords(result.error.code).what}</span>}
      {value !== null && (kind === 'target' ? format.probability(value) : format.bits(value))}
      {result?.kind === 'bitsPerByte' && value === null && '—'}
      {result?.kind === 'reply' && <ReplyButton cell={cell} text={result.text} />}
    </td>
  );
}

function ReplyButton({ cell, text }: { readonly cell: number; readonly text: string }): ReactNode {
  const { t } = useTranslation('grids');
  return (
    <button
      type="button"
      className="min-h-6 w-full min-w-40 rounded text-left hover:bg-hover"
      onClick={() => useGrids.setState({ shownCell: cell })}
    >
      <bdi className="line-clamp-3 break-words whitespace-pre-wrap">{text || t('emptyReply')}</bdi>
    </button>
  );
}

function Spread({
  kind,
  value,
}: {
  readonly kind: GridTask['kind'];
  readonly value: number | null;
}): ReactNode {
  const { t } = useTranslation('grids');
  const format = useTokenFormat();
  return (
    <td className={`${cellLook} whitespace-nowrap text-ink-soft`}>
      {value === null
        ? '—'
        : kind === 'target'
          ? t('points', { value: format.choices(value * 100) })
          : format.bits(value)}
    </td>
  );
}
