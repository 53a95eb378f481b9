/**
 * A remark step: what Markdown would hide or load is shown as text. Page, pure. Images become their description and
 * address (nothing is ever loaded), footnotes and link definitions stay where they were written, because a block is
 * rendered without its neighbours.
 */
import { walk, type MarkupNode } from './hast-node.ts';

type MdastNode = MarkupNode & {
  url?: string;
  alt?: string | null;
  data?: { hName?: string; hProperties?: Record<string, unknown> };
};

/** The source of a node as it was written. */
function sourceOf(node: MarkupNode, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

function textAt(node: MdastNode, value: string): MarkupNode {
  return node.position ? { type: 'text', value, position: node.position } : { type: 'text', value };
}

/** A list of children cannot be replaced by text alone where blocks stand: then the text gets a paragraph. */
function replace(node: MdastNode, source: string): void {
  switch (node.type) {
    case 'image': {
      node.children = [textAt(node, [node.alt, node.url].filter(Boolean).join(' '))];
      node.type = 'emphasis';
      node.data = { hName: 'q', hProperties: { className: ['image-as-text'] } };
      return;
    }
    case 'imageReference':
    case 'footnoteReference': {
      node.value = sourceOf(node, source);
      node.type = 'text';
      return;
    }
    case 'definition':
    case 'footnoteDefinition': {
      node.children = [textAt(node, sourceOf(node, source))];
      node.type = 'paragraph';
      return;
    }
    default:
  }
}

/** The plugin for one block of source. */
export function remarkNothingLost(source: string) {
  return () =>
    (tree: MarkupNode): void =>
      walk(tree, (node) => {
        replace(node, source);
      });
}
