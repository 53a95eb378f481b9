/**
 * What a key means in the indented list, as in every accessible tree: up and down through what is seen, right into a
 * node and left out of it, * opens all beside it. Page, pure. Source: WAI-ARIA Authoring Practices, "Tree View".
 */
import type { TreeRow } from './tree-rows.ts';

export type TreeMove =
  | { readonly kind: 'choose'; readonly row: number }
  | { readonly kind: 'open'; readonly ids: readonly number[]; readonly isOpen: boolean };

/** Null: the key means nothing here. `chosen`: a row; when it is not seen, the first one counts. */
export function treeMove(rows: readonly TreeRow[], chosen: number, key: string): TreeMove | null {
  const index = rows.findIndex(({ row }) => row === chosen);
  const current = rows[index];
  return upOrDown(rows, index, key) ?? (current === undefined ? null : inOrOut(rows, current, key));
}

function upOrDown(rows: readonly TreeRow[], index: number, key: string): TreeMove | null {
  const positions: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(rows.length - 1, index + 1),
    ArrowUp: Math.max(0, index - 1),
    Home: 0,
    End: rows.length - 1,
  };
  const target = rows[positions[key] ?? -1];
  return target === undefined ? null : { kind: 'choose', row: target.row };
}

function inOrOut(rows: readonly TreeRow[], current: TreeRow, key: string): TreeMove | null {
  switch (key) {
    case 'ArrowRight':
      return into(current);
    case 'ArrowLeft':
      return outOf(current);
    case 'Enter':
    case ' ':
      return toggle(current);
    case '*':
      return openBeside(rows, current);
    default:
      return null;
  }
}

function into(row: TreeRow): TreeMove | null {
  if (row.kind === 'other' || row.isOpen === null) return null;
  const [first] = row.node.children ?? [];
  if (row.isOpen) return first === undefined ? null : { kind: 'choose', row: first };
  return { kind: 'open', ids: [row.node.id], isOpen: true };
}

function outOf(row: TreeRow): TreeMove | null {
  if (row.kind === 'node' && row.isOpen === true) return { kind: 'open', ids: [row.node.id], isOpen: false };
  return row.level === 1 ? null : { kind: 'choose', row: row.parentId };
}

function toggle(row: TreeRow): TreeMove | null {
  if (row.kind !== 'node' || row.isOpen === null) return null;
  return { kind: 'open', ids: [row.node.id], isOpen: !row.isOpen };
}

function openBeside(rows: readonly TreeRow[], { parentId }: TreeRow): TreeMove {
  const ids = rows.flatMap((row) =>
    row.kind === 'node' && row.parentId === parentId && row.isOpen !== null ? [row.node.id] : [],
  );
  return { kind: 'open', ids, isOpen: true };
}
