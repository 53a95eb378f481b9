/**
 * The little that this folder needs to know about the trees between Markdown and React (mdast and hast). Page, types only.
 */

/** A node of either tree. Positions are UTF-16 offsets into the block's source. */
export type MarkupNode = {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: MarkupNode[];
  position?: { start: { offset?: number }; end: { offset?: number } };
};

/** Calls `visit` for every node with its ancestors (nearest last), in document order; children added by `visit` are not visited. */
export function walk(
  node: MarkupNode,
  visit: (node: MarkupNode, parents: readonly MarkupNode[]) => void,
  parents: readonly MarkupNode[] = [],
): void {
  const children = [...(node.children ?? [])];
  visit(node, parents);
  const inner = [...parents, node];
  for (const child of children) walk(child, visit, inner);
}
