/**
 * The lines of the list of conversations: one that changed takes its place among thousands that did not. Portable, pure.
 */
import type { ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';

/**
 * The list with this line as it is now, in its place; every other line is the same object.
 * @param lines in order: pinned, then the latest
 * @param line null: it is not there any more
 */
export function withLine(
  lines: readonly ConversationSummary[],
  id: ConversationId,
  line: ConversationSummary | null,
): readonly ConversationSummary[] {
  const others = lines.filter((each) => each.id !== id);
  if (line === null || line.isArchived) return others.length === lines.length ? lines : others;
  const at = others.findIndex((each) => isBefore(line, each));
  return at === -1 ? [...others, line] : [...others.slice(0, at), line, ...others.slice(at)];
}

/** As the core sorts them. */
function isBefore(left: ConversationSummary, right: ConversationSummary): boolean {
  if (left.isPinned !== right.isPinned) return left.isPinned;
  if (left.updatedAtMs !== right.updatedAtMs) return left.updatedAtMs > right.updatedAtMs;
  return left.id < right.id;
}

/** The lines that were read, each the known object where it says the same: whoever draws it need not draw it again. */
export function keepingLines(
  known: readonly ConversationSummary[],
  read: readonly ConversationSummary[],
): readonly ConversationSummary[] {
  if (known === read) return read;
  const byId = new Map(known.map((line) => [line.id, line]));
  const lines = read.map((line) => {
    const before = byId.get(line.id);
    return before !== undefined && isSame(before, line) ? before : line;
  });
  const isUnchanged = lines.length === known.length && lines.every((line, index) => line === known[index]);
  return isUnchanged ? known : lines;
}

function isSame(left: ConversationSummary, right: ConversationSummary): boolean {
  if (left === right) return true;
  const { tags, ...fields } = left;
  return (
    tags.length === right.tags.length &&
    tags.every((tag, index) => tag === right.tags[index]) &&
    Object.entries(fields).every(([name, value]) => value === right[name as keyof typeof fields])
  );
}
