/**
 * The tree of a conversation's messages as rows. Portable, pure. A message is one step further in than the one that it
 * follows only where that one was followed by several: a conversation without branches is not a staircase.
 */
import type { Message } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';

export type BranchRow = {
  readonly message: Message;
  /** From 1. */
  readonly level: number;
  /** Which of the versions under the same message, from 1, and how many there are. */
  readonly version: number;
  readonly versions: number;
  /** Whether what follows is shown; null: nothing or only one thing follows. */
  readonly isOpen: boolean | null;
};

type Place = Pick<BranchRow, 'message' | 'level' | 'version' | 'versions'>;

export function branchRows(
  messages: readonly Message[],
  isCollapsed: (id: MessageId) => boolean,
): BranchRow[] {
  const children = new Map<MessageId | null, Message[]>();
  for (const message of messages) {
    const siblings = children.get(message.parentId);
    if (siblings) siblings.push(message);
    else children.set(message.parentId, [message]);
  }
  const placesUnder = (id: MessageId | null, level: number): Place[] => {
    const under = children.get(id) ?? [];
    return under.map((message, index) => ({ message, level, version: index + 1, versions: under.length }));
  };
  const rows: BranchRow[] = [];
  // A stack of its own: a conversation may be deeper than the calls of a page can be.
  const waiting = placesUnder(null, 1).reverse();
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { id } = place.message;
    const isFork = (children.get(id)?.length ?? 0) > 1;
    const isOpen = isFork ? !isCollapsed(id) : null;
    rows.push({ ...place, isOpen });
    if (isOpen !== false) waiting.push(...placesUnder(id, place.level + (isFork ? 1 : 0)).reverse());
  }
  return rows;
}

/** ln of the probability of all replies from the beginning to each message; null: of one of them nothing is known. */
export function sumsOfBranches(
  messages: readonly Message[],
  ownOf: (id: MessageId) => number | null,
): Map<MessageId, number | null> {
  const sums = new Map<MessageId, number | null>();
  // A message is always created behind the one that it follows.
  for (const { id, parentId, role } of messages) {
    const before = parentId === null ? 0 : (sums.get(parentId) ?? null);
    const own = role === 'user' ? 0 : ownOf(id);
    sums.set(id, before === null || own === null ? null : before + own);
  }
  return sums;
}

export type RowMove =
  | { readonly kind: 'choose'; readonly id: MessageId }
  | { readonly kind: 'fold'; readonly id: MessageId; readonly isOpen: boolean }
  | { readonly kind: 'go'; readonly id: MessageId };

/** What a key means, as in every accessible tree. Null: nothing. Source: WAI-ARIA Authoring Practices, "Tree View". */
export function rowMove(rows: readonly BranchRow[], index: number, key: string): RowMove | null {
  const row = rows[index];
  if (row === undefined) return null;
  const { id } = row.message;
  const choose = (target: BranchRow | undefined): RowMove | null =>
    target === undefined ? null : { kind: 'choose', id: target.message.id };
  switch (key) {
    case 'ArrowDown':
      return choose(rows[index + 1]);
    case 'ArrowUp':
      return choose(rows[index - 1]);
    case 'Home':
      return choose(rows[0]);
    case 'End':
      return choose(rows.at(-1));
    case 'ArrowRight':
      return row.isOpen === false ? { kind: 'fold', id, isOpen: true } : choose(rows[index + 1]);
    case 'ArrowLeft':
      if (row.isOpen === true) return { kind: 'fold', id, isOpen: false };
      return choose(rows.slice(0, index).findLast(({ level }) => level < row.level));
    case 'Enter':
    case ' ':
      return { kind: 'go', id };
    default:
      return null;
  }
}
