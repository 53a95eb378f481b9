/**
 * From the tree of messages to the branch on screen. Portable, pure.
 */
import type { Message } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';

/** A message of the branch and its versions: all children of its parent, in order of creation. */
export type BranchMessage = { readonly message: Message; readonly versions: readonly MessageId[] };

/** The way from the root to `leafId`, root first; empty when there is no such message. */
export function branchTo(messages: readonly Message[], leafId: MessageId | null): BranchMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const childrenOf = childrenByParent(messages);
  const branch: BranchMessage[] = [];
  let message = leafId === null ? undefined : byId.get(leafId);
  // A damaged tree could hold a loop; a branch is never longer than the tree.
  while (message && branch.length < messages.length) {
    branch.push({ message, versions: childrenOf.get(message.parentId) ?? [message.id] });
    message = message.parentId === null ? undefined : byId.get(message.parentId);
  }
  return branch.reverse();
}

function childrenByParent(messages: readonly Message[]): Map<MessageId | null, MessageId[]> {
  const children = new Map<MessageId | null, MessageId[]>();
  for (const { id, parentId } of messages) {
    const siblings = children.get(parentId);
    if (siblings) siblings.push(id);
    else children.set(parentId, [id]);
  }
  return children;
}
