/**
 * The tree as an indented list: one tab stop, moved through with the arrows. Page.
 */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, useEffect, useId, useMemo, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import '../../components/token-boxes/token-boxes.css';
import { PathMarks } from './path-marks.tsx';
import { usePathMarks, type MarkOfPath } from './use-path-marks.ts';
import { useRowName } from './use-row-name.ts';
import { chooseRow, setOpen } from './tree-actions.ts';
import { treeMove } from './tree-keys.ts';
import { opensByItself, rowsOf, type TreeRow } from './tree-rows.ts';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable };

const columns = 'grid grid-cols-[minmax(0,1fr)_minmax(0,6rem)_4.5rem_4.5rem] items-center gap-x-3';

export function TreeList({ run, vocabulary }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const listId = useId();
  const chosen = useTree((work) => work.chosenRow);
  const rows = useRows(run);
  const marks = usePathMarks(run);
  const idOf = (row: number): string => `${listId}${row}`;
  const active = rows.some(({ row }) => row === chosen) ? chosen : rows[0]?.row;
  useEffect(() => {
    document.getElementById(`${listId}${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = treeMove(rows, active ?? 0, event.key);
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'choose') chooseRow(move.row);
    else setOpen(move.ids, move.isOpen);
  };
  const onClick = ({ target }: MouseEvent): void => {
    const item = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    const row = rows.find((each) => each.row === Number(item?.dataset['row'] ?? Number.NaN));
    if (!row || !(target instanceof Element)) return;
    chooseRow(row.row);
    if (target.closest('[data-twisty]') && row.kind === 'node' && row.isOpen !== null)
      setOpen([row.node.id], !row.isOpen);
  };
  return (
    <>
      <div className={`${columns} px-1 pb-1 text-right text-xs text-ink-faint`} aria-hidden>
        <span className="text-left">{t('columns.token')}</span>
        <span />
        <span>{t('columns.here')}</span>
        <span>{t('columns.path')}</span>
      </div>
      <div
        role="tree"
        tabIndex={0}
        aria-label={t('listLabel')}
        aria-activedescendant={active === undefined ? undefined : idOf(active)}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="max-h-[64vh] overflow-y-auto rounded"
      >
        {rows.map((row) => (
          <Row
            key={row.row}
            id={idOf(row.row)}
            row={row}
            isChosen={row.row === active}
            marks={row.kind === 'node' ? marks.get(row.node.id) : undefined}
            vocabulary={vocabulary}
          />
        ))}
      </div>
    </>
  );
}

function useRows({ tree, revision, paths }: TreeRun): readonly TreeRow[] {
  const opened = useTree((work) => work.opened);
  return useMemo(() => {
    const greedyIds = new Set(paths.find(({ kind }) => kind === 'greedy')?.nodeIds);
    return rowsOf(tree, (node) => opened.get(node.id) ?? opensByItself(node, greedyIds));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same tree grows: `revision` says when
  }, [tree, revision, paths, opened]);
}

type RowProps = {
  readonly id: string;
  readonly row: TreeRow;
  readonly isChosen: boolean;
  readonly marks: readonly MarkOfPath[] | undefined;
  readonly vocabulary: VocabularyTable;
};

const Row = memo(function Row({ id, row, isChosen, marks, vocabulary }: RowProps): ReactNode {
  const name = useRowName(vocabulary)(row, marks);
  return (
    <div
      id={id}
      role="treeitem"
      aria-label={name}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-selected={isChosen}
      aria-expanded={row.kind === 'node' && row.isOpen !== null ? row.isOpen : undefined}
      data-row={row.row}
      className={`${columns} min-h-7 rounded px-1 [contain-intrinsic-size:auto_28px] [content-visibility:auto] hover:bg-hover ${isChosen ? 'bg-selected' : ''}`}
    >
      <span
        className="flex min-w-0 items-center gap-1"
        style={{ paddingInlineStart: `${(row.level - 1) * 14}px` }}
      >
        <Twisty row={row} />
        {row.kind === 'node' ? <NodeLabel row={row} vocabulary={vocabulary} /> : <OtherLabel row={row} />}
        {marks ? <PathMarks marks={marks} /> : null}
      </span>
      <Numbers row={row} />
    </div>
  );
});

function Twisty({ row }: { readonly row: TreeRow }): ReactNode {
  const isOpen = row.kind === 'node' ? row.isOpen : null;
  return (
    <span data-twisty className="grid h-6 w-5 flex-none place-items-center text-ink-faint" aria-hidden>
      {isOpen === null ? null : isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
    </span>
  );
}

function NodeLabel({
  row: { node },
  vocabulary,
}: {
  readonly row: Extract<TreeRow, { kind: 'node' }>;
  readonly vocabulary: VocabularyTable;
}): ReactNode {
  return (
    <span className={`truncate ${node.isEnd ? 'text-accent' : ''}`}>
      <TokenLabel vocabulary={vocabulary} tokenId={node.tokenId} />
    </span>
  );
}

function OtherLabel({ row: { other } }: { readonly row: Extract<TreeRow, { kind: 'other' }> }): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  return (
    <span className="truncate text-sm text-ink-soft">
      {t('other', { count: other.count, shown: format.integer(other.count) })}
    </span>
  );
}

function Numbers({ row }: { readonly row: TreeRow }): ReactNode {
  const format = useTokenFormat();
  const here = row.kind === 'node' ? row.node.probability : row.other.probability;
  const path = row.kind === 'node' ? Math.exp(row.node.logprob) : Math.exp(row.parent.logprob) * here;
  return (
    <>
      <span
        aria-hidden
        className={`probability-bar ${row.kind === 'other' ? 'probability-bar-tail' : ''}`}
        style={{ width: `${here * 100}%` }}
      />
      <span className="text-right text-sm tabular-nums">{format.share(here)}</span>
      <span className="text-right text-sm text-ink-soft tabular-nums">{format.share(path)}</span>
    </>
  );
}
