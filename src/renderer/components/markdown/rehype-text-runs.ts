/**
 * A rehype step: every rendered text becomes a run that knows where its characters stand in the source. Page, pure.
 * The runs of a block share its source out among them without a gap, so that every token of the reply has a place,
 * hidden marks included. It knows no tokens: what is rendered here is the same with and without a trace.
 */
import { alignText } from './align-text.ts';
import { walk, type MarkupNode } from './hast-node.ts';

/**
 * A piece of rendered text. `offsets[i]` is the source offset of `value[i]` in the block; the run owns the source
 * from `from` up to (not including) `to`, hidden marks before its first character included.
 */
export type TextRun = {
  readonly value: string;
  readonly offsets: Uint32Array;
  readonly from: number;
  readonly to: number;
};

type OpenRun = { node: MarkupNode; value: string; offsets: Uint32Array; from: number; to: number };

const fenceLine = /^(?:`{3,}|~{3,})[^\n]*(?:\n|$)/;

function isBlank(value: string): boolean {
  return value.trim() === '';
}

/** Where the text of a node begins in the source: behind the marks that open inline code or a fenced block. */
function textStart(
  node: MarkupNode,
  parents: readonly MarkupNode[],
  source: string,
  pointer: number,
): number {
  const parent = parents.at(-1);
  const start = Math.max(pointer, (node.position ?? parent?.position)?.start.offset ?? pointer);
  if (parent?.tagName !== 'code') return start;
  const rest = source.slice(start, start + 400);
  const marks = parents.at(-2)?.tagName === 'pre' ? fenceLine.exec(rest) : /^`+/.exec(rest);
  return start + (marks?.[0].length ?? 0);
}

/** Text that Markdown put between blocks for tidiness: no token stands for it. */
function isFiller(node: MarkupNode, parents: readonly MarkupNode[]): boolean {
  return node.position === undefined && isBlank(node.value ?? '') && parents.at(-1)?.tagName !== 'code';
}

function collectRuns(tree: MarkupNode, source: string): OpenRun[] {
  const runs: OpenRun[] = [];
  let pointer = 0;
  walk(tree, (node, parents) => {
    // `raw` is HTML in the source: it is shown as the text that it is.
    if ((node.type !== 'text' && node.type !== 'raw') || isFiller(node, parents)) return;
    const value = node.value ?? '';
    const from = runs.at(-1)?.to ?? 0;
    const limit = node.position?.end.offset ?? source.length;
    const { offsets, end } = alignText(
      value,
      source,
      textStart(node, parents, source, pointer),
      Math.max(limit, pointer),
    );
    pointer = end;
    runs.push({ node, value, offsets, from, to: end });
  });
  return runs;
}

/** The plugin for one block of source; `onRun` hears of each run in document order. */
export function rehypeTextRuns(source: string, onRun: (run: TextRun) => void) {
  return () =>
    (tree: MarkupNode): void => {
      const runs = collectRuns(tree, source);
      const last = runs.at(-1);
      if (last) last.to = source.length;
      for (const { node, ...run } of runs) {
        node.type = 'element';
        node.tagName = 'span';
        node.properties = { run };
        node.children = [];
        onRun(run);
      }
      if (last) return;
      // A rule or an empty block shows no text, its tokens still need a place.
      const run: TextRun = { value: '', offsets: new Uint32Array(0), from: 0, to: source.length };
      tree.children = [
        ...(tree.children ?? []),
        { type: 'element', tagName: 'span', properties: { run }, children: [] },
      ];
      onRun(run);
    };
}
