/**
 * One block of Markdown as React elements. Page. Elements only: HTML in the source is text, images are never loaded,
 * links are inert. The elements of recent blocks are kept, because opening a conversation again renders the same ones.
 */
import type { ComponentProps, ReactNode } from 'react';
import Markdown, { type Components, type ExtraProps } from 'react-markdown';
import { useTranslation } from 'react-i18next';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './code-block.tsx';
import { ImageAsText } from './image-as-text.tsx';
import { InertLink } from './inert-link.tsx';
import { rehypeTextRuns, type TextRun } from './rehype-text-runs.ts';
import { remarkNothingLost } from './remark-nothing-lost.ts';
import { TextRunView } from './text-run-view.tsx';

const maxKeptCharacters = 2_000_000;
const kept = new Map<string, ReactNode>();
let keptCharacters = 0;

function isTextRun(value: unknown): value is TextRun {
  return typeof value === 'object' && value !== null && 'offsets' in value;
}

function Run({ node }: ComponentProps<'span'> & ExtraProps): ReactNode {
  const run: unknown = node?.properties['run'];
  return isTextRun(run) ? <TextRunView run={run} /> : null;
}

function TableScroll({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation('inspector');
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('markdown.table')}>
      {children}
    </div>
  );
}

function Table({ node: _node, ...props }: ComponentProps<'table'> & ExtraProps): ReactNode {
  return (
    // Scrolls sideways on its own; a region that scrolls has to be reachable by keyboard.
    <TableScroll>
      <table {...props} />
    </TableScroll>
  );
}

/** A box of a task list; what it means for a reader who does not see it. */
function TaskBox({ checked }: ComponentProps<'input'> & ExtraProps): ReactNode {
  const { t } = useTranslation('inspector');
  return (
    <input
      type="checkbox"
      checked={checked === true}
      disabled
      readOnly
      aria-label={checked ? t('markdown.done') : t('markdown.open')}
    />
  );
}

const components: Components = {
  span: Run,
  pre: CodeBlock,
  table: Table,
  q: ImageAsText,
  input: TaskBox,
  a: ({ href, children }) => <InertLink address={href ?? ''}>{children}</InertLink>,
};

/** Called as the pure function that it is (it has no hooks), so that the elements can be kept. */
function parse(source: string, onRun: (run: TextRun) => void): ReactNode {
  return Markdown({
    children: source,
    remarkPlugins: [[remarkGfm, { singleTilde: false }], remarkNothingLost(source)],
    rehypePlugins: [rehypeTextRuns(source, onRun)],
    remarkRehypeOptions: { allowDangerousHtml: true },
    components,
  });
}

/** The runs of a block in document order. */
export function collectBlockRuns(source: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  void parse(source, (run) => runs.push(run));
  return runs;
}

/** The elements of a block; the same text gives the same elements. */
export function renderBlock(source: string): ReactNode {
  const known = kept.get(source);
  if (known !== undefined) return known;
  const element = parse(source, () => undefined);
  kept.set(source, element);
  keptCharacters += source.length;
  for (const oldest of kept.keys()) {
    if (keptCharacters <= maxKeptCharacters) break;
    kept.delete(oldest);
    keptCharacters -= oldest.length;
  }
  return element;
}
