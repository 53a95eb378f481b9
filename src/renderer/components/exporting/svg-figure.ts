/**
 * A chart that stands on the page as a picture of its own: the same shapes with the colours and letters that the page's
 * styles give them, its title above and its source below. Page.
 */
import type { Picture } from './heat-map-picture.ts';
import { escapeXml, sansFont, svgText, wrapLines } from './picture-text.ts';

/** What styles decide about a shape. Written as attributes: a picture has no style sheet, and needs none. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

const dropped = new Set(['class', 'style', 'tabindex', 'role', 'font-family']);
const margin = 24;

function copyLook(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of properties) {
    const value = style.getPropertyValue(name);
    if (value !== '') to.setAttribute(name, value);
  }
  for (const { name } of [...to.attributes])
    if (dropped.has(name) || name.startsWith('aria-') || name.startsWith('data-') || name.startsWith('on'))
      to.removeAttribute(name);
  if (from.localName === 'text' || from.localName === 'tspan')
    to.setAttribute('font-family', style.fontFamily.includes('mono') ? 'monospace' : sansFont);
}

/** A copy with nothing in it that is not drawn and nothing that depends on the page. */
function standAlone(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement; // a clone has the type of its original
  const pairs: (readonly [Element, Element])[] = [[chart, copy]];
  const originals = [...chart.querySelectorAll('*')];
  const copies = [...copy.querySelectorAll('*')];
  for (const [index, original] of originals.entries()) {
    const own = copies[index];
    if (own) pairs.push([original, own]);
  }
  const hidden = pairs.filter(
    ([from]) => getComputedStyle(from).display === 'none' || from.localName === 'foreignObject',
  );
  for (const [from, to] of pairs) copyLook(from, to);
  for (const [, to] of hidden) to.remove();
  return copy;
}

/** The picture of a chart, on the page's own background. */
export function figurePicture(chart: SVGSVGElement, title: string, provenance: string): Picture {
  const box = chart.getBoundingClientRect();
  const [chartPx, heightOfChart] = [Math.ceil(box.width), Math.ceil(box.height)];
  const widthPx = Math.max(chartPx, 320) + 2 * margin;
  const columns = Math.floor((widthPx - 2 * margin) / 6.2);
  const root = getComputedStyle(document.documentElement);
  const colour = (name: string): string => root.getPropertyValue(name).trim();
  const parts: string[] = [];
  let y = margin;
  for (const line of wrapLines(title, Math.floor(columns * 0.78))) {
    parts.push(svgText(margin, y + 12, line, { size: 15, fill: colour('--color-ink'), weight: 600 }));
    y += 20;
  }
  y += 8;
  const copy = standAlone(chart);
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(y));
  copy.setAttribute('width', String(chartPx));
  copy.setAttribute('height', String(heightOfChart));
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${chartPx} ${heightOfChart}`);
  parts.push(new XMLSerializer().serializeToString(copy));
  y += heightOfChart + 8;
  for (const line of wrapLines(provenance, columns)) {
    y += 16;
    parts.push(svgText(margin, y, line, { size: 11, fill: colour('--color-ink-faint') }));
  }
  const heightPx = Math.ceil(y + margin);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}"><title>${escapeXml(title)}</title><desc>${escapeXml(provenance)}</desc><rect width="100%" height="100%" fill="${colour('--color-bg')}"/>${parts.join('\n')}</svg>\n`;
  return { svg, widthPx, heightPx };
}
