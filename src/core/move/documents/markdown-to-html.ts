/**
 * Markdown of a reply as HTML that can do nothing. Runs in the core. Pure. Only the elements below are ever written, every text
 * is escaped; HTML in the source is text, pictures are their description and address, and links lead to web pages and mail only.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];
type Parents = Extract<Nodes, { readonly children: unknown }>;
type List = Extract<Nodes, { readonly type: 'list' }>;
type TableRow = Extract<Nodes, { readonly type: 'tableRow' }>;
type AlignType = NonNullable<Extract<Nodes, { readonly type: 'table' }>['align']>[number];

/** Beyond that a text stands as it was written: what is a reply to nobody takes too long to lay out. */
const mostCharacters = 200_000;
/** Headings of a reply stand below those of the document. */
const headingOffset = 2;
const safeProtocols = new Set(['http:', 'https:', 'mailto:']);
// Characters that change the direction of a text or do not show: an address with one is only shown.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll('\0', '\uFFFD');
}

const plain = (text: string): string => `<p class="plain">${escapeHtml(text)}</p>`;

export function markdownToHtml(source: string): string {
  if (source.length > mostCharacters) return plain(source);
  try {
    const tree = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    return htmlOf(tree, source);
  } catch (cause) {
    // Nested deeper than there is room for: thousands of quotation marks in a row.
    if (!(cause instanceof RangeError)) throw cause;
    return plain(source);
  }
}

function inside(node: Parents, source: string): string {
  return node.children.map((child) => htmlOf(child, source)).join('');
}

const asWritten = ({ position }: Nodes, source: string): string =>
  escapeHtml(source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0));

/** Elements with nothing but their content. */
const simple: Readonly<Partial<Record<Nodes['type'], string>>> = {
  paragraph: 'p',
  blockquote: 'blockquote',
  emphasis: 'em',
  strong: 'strong',
  delete: 'del',
};

function htmlOf(node: Nodes, source: string): string {
  const name = simple[node.type];
  if (name !== undefined && 'children' in node)
    return `<${name}>${inside(node, source)}</${name}>\n`.replace(/\n$/, isBlock(name));
  switch (node.type) {
    case 'root': {
      return inside(node, source);
    }
    case 'text': {
      return escapeHtml(node.value);
    }
    case 'break': {
      return '<br>\n';
    }
    case 'inlineCode': {
      return `<code>${escapeHtml(node.value)}</code>`;
    }
    case 'code': {
      return `<pre><code>${escapeHtml(node.value)}</code></pre>\n`;
    }
    case 'thematicBreak': {
      return '<hr>\n';
    }
    case 'heading': {
      const level = Math.min(6, node.depth + headingOffset);
      return `<h${level}>${inside(node, source)}</h${level}>\n`;
    }
    default: {
      return richHtmlOf(node, source);
    }
  }
}

const isBlock = (name: string): string => (name === 'p' || name === 'blockquote' ? '\n' : '');

function richHtmlOf(node: Nodes, source: string): string {
  switch (node.type) {
    case 'list': {
      return listHtml(node, source);
    }
    case 'listItem': {
      const box = typeof node.checked === 'boolean' ? (node.checked ? '☑ ' : '☐ ') : '';
      return `<li>${box}${inside(node, source)}</li>\n`;
    }
    case 'link': {
      return linkHtml(node.url, inside(node, source));
    }
    case 'image': {
      return `<span class="image">${escapeHtml([node.alt, node.url].filter(Boolean).join(' '))}</span>`;
    }
    case 'table': {
      const [first, ...rows] = node.children.map((row, index) =>
        rowHtml(row, node.align ?? [], index === 0, source),
      );
      return `<table>\n<thead>\n${first ?? ''}</thead>\n<tbody>\n${rows.join('')}</tbody>\n</table>\n`;
    }
    case 'definition':
    case 'footnoteDefinition': {
      return `<p>${asWritten(node, source)}</p>\n`;
    }
    default: {
      // HTML, references, footnotes: as they were written.
      return asWritten(node, source);
    }
  }
}

function listHtml(node: List, source: string): string {
  const name = node.ordered === true ? 'ol' : 'ul';
  const start = node.ordered === true && typeof node.start === 'number' ? ` start="${node.start}"` : '';
  return `<${name}${start}>\n${inside(node, source)}</${name}>\n`;
}

function rowHtml(row: TableRow, align: readonly AlignType[], isHead: boolean, source: string): string {
  const name = isHead ? 'th' : 'td';
  const cells = row.children.map((cell, index) => {
    const side = align[index];
    const style = side === 'right' || side === 'center' ? ` style="text-align:${side}"` : '';
    return `<${name}${style}>${inside(cell, source)}</${name}>`;
  });
  return `<tr>${cells.join('')}</tr>\n`;
}

/** The address is shown where the text is another one: nobody follows a link to somewhere else than it says. */
function linkHtml(address: string, text: string): string {
  const url = invisible.test(address) ? null : parsed(address);
  const isSafe =
    url !== null && safeProtocols.has(url.protocol) && url.username === '' && url.password === '';
  const shown =
    text === escapeHtml(address) ? '' : ` <span class="note">(${escapeHtml(url?.href ?? address)})</span>`;
  if (!isSafe) return `${text}${shown}`;
  return `<a href="${escapeHtml(url.href)}" rel="noreferrer noopener">${text}</a>${shown}`;
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
