/**
 * The heat map of a text as an SVG document: the tokens in lines, their values under them, the legend, and where the
 * numbers come from. Page, pure: it needs neither the screen nor the model. Always the light palette, so that it prints.
 */
import { columnsOf, escapeXml, monoFont, svgText, wrapLines } from './picture-text.ts';

/** The light colours of styles/theme.css (e2e/exporting.spec.ts compares them). */
export const pictureColours = {
  steps: ['#ffffff', '#e3eef9', '#c2dcf2', '#98c6e8', '#66a9da', '#4a8fc7'],
  ink: '#111827',
  faint: '#64666f',
  line: '#c9c9d0',
} as const;

/** A token, or several that make one character. */
export type PictureCell = {
  /** With line breaks as they are; everything else that cannot be seen is written out by the caller. */
  readonly text: string;
  /** Step of the heat map, −1: no value. */
  readonly bin: number;
  /** The number under it, without a unit; empty: none. */
  readonly value: string;
  /** A control token: no text of the reply. */
  readonly isChip: boolean;
};

export type HeatMapPicture = {
  readonly title: string;
  readonly cells: readonly PictureCell[];
  /** Name of the measure with its unit, and of each of its steps. */
  readonly legend: { readonly title: string; readonly steps: readonly string[] };
  readonly palette: 'blue' | 'mono';
  readonly hasValues: boolean;
  /** False: it has to fit into a canvas, and a longer text is cut. */
  readonly isWhole: boolean;
  /** Model, profile, totals, date. */
  readonly footer: readonly string[];
  /** Says how many cells are drawn when not all are. */
  readonly cutNote: (shown: number, total: number) => string;
};

export type Picture = { readonly svg: string; readonly widthPx: number; readonly heightPx: number };

const widthPx = 760;
const margin = 24;
const fontPx = 14;
/** Advance of a fixed-pitch font of 14 px; `textLength` makes every font keep to it. */
const columnPx = 8.4;
const valueFontPx = 8;
const valueColumnPx = 4.8;
const textLinePx = 22;
const valueLinePx = 12;
/** Twice this many pixels stay under the size that every browser's canvas has. */
const mostTextPx = 6_600;
const mostCells = 4_000;

type Placed = {
  readonly cell: PictureCell;
  readonly text: string;
  readonly x: number;
  readonly widthPx: number;
};

/** A line break has a sign, so that its value has a place; the line ends after it. */
function shownText({ text }: PictureCell): string {
  return text.replaceAll('\r', '').replaceAll('\n', '⏎');
}

function cellWidth(text: string, cell: PictureCell, hasValues: boolean): number {
  const textPx = Math.max(1, columnsOf(text)) * columnPx + (cell.isChip ? 6 : 0);
  return hasValues ? Math.max(textPx, cell.value.length * valueColumnPx + 3) : textPx;
}

/** The lines that fit, and how many cells they hold. */
function layOut({ cells, hasValues, isWhole }: HeatMapPicture): {
  lines: readonly (readonly Placed[])[];
  shown: number;
} {
  const linePx = textLinePx + (hasValues ? valueLinePx : 0);
  const mostLines = isWhole ? Infinity : Math.floor(mostTextPx / linePx);
  const lines: Placed[][] = [[]];
  let x = 0;
  let shown = 0;
  for (const cell of isWhole ? cells : cells.slice(0, mostCells)) {
    const text = shownText(cell);
    const width = Math.min(cellWidth(text, cell, hasValues), widthPx - 2 * margin);
    if (x > 0 && x + width > widthPx - 2 * margin) {
      lines.push([]);
      x = 0;
    }
    if (lines.length > mostLines) return { lines: lines.slice(0, -1), shown };
    lines.at(-1)?.push({ cell, text, x: margin + x, widthPx: width });
    shown++;
    x += width;
    if (cell.text.includes('\n') && !cell.isChip) {
      lines.push([]);
      x = 0;
    }
  }
  return { lines: lines.filter((line) => line.length > 0), shown };
}

/** The underline of a step: colour is never the only sign. The same as in heat-map.css. */
function underline(bin: number, x: number, y: number, width: number): string {
  const line = (at: number, extra = ''): string =>
    `<line x1="${x + 1}" x2="${x + width - 1}" y1="${at}" y2="${at}" stroke="${pictureColours.ink}" stroke-opacity="0.72" stroke-width="1.3"${extra}/>`;
  if (bin === 2) return line(y, ' stroke-dasharray="1.3 2"');
  if (bin === 3) return line(y, ' stroke-dasharray="4 2"');
  if (bin === 4) return line(y);
  return bin === 5 ? line(y) + line(y + 2) : '';
}

function box(
  bin: number,
  palette: HeatMapPicture['palette'],
  at: { x: number; y: number; width: number },
): string {
  const fill = palette === 'mono' || bin < 1 ? 'none' : (pictureColours.steps[bin] ?? 'none');
  return `<rect x="${at.x}" y="${at.y}" width="${at.width}" height="18" rx="2" fill="${fill}"/>${
    palette === 'mono' && bin === 1
      ? `<line x1="${at.x + 1}" x2="${at.x + at.width - 1}" y1="${at.y + 16}" y2="${at.y + 16}" stroke="${pictureColours.ink}" stroke-width="0.8" stroke-dasharray="1 3"/>`
      : underline(bin, at.x, at.y + 15.5, at.width)
  }`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What a line is drawn of, from back to front. */
type LineParts = { readonly boxes: string[]; readonly letters: string[]; readonly values: string[] };

function drawCell(placed: Placed, y: number, picture: HeatMapPicture, into: LineParts): void {
  const { cell, text } = placed;
  const x = round(placed.x);
  const width = round(placed.widthPx);
  const shownPx = Math.min(columnsOf(text) * columnPx, width - (cell.isChip ? 6 : 0));
  into.boxes.push(box(cell.bin, picture.palette, { x, y, width }));
  if (cell.isChip)
    into.boxes.push(
      `<rect x="${x + 1}" y="${y + 1}" width="${round(width - 2)}" height="16" rx="3" fill="none" stroke="${pictureColours.line}"/>`,
    );
  if (text.trim() !== '')
    into.letters.push(
      `<text x="${round(x + (cell.isChip ? 3 : 0))}" y="${y + 13}" textLength="${round(shownPx)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escapeXml(text)}</text>`,
    );
  if (picture.hasValues && cell.value !== '')
    into.values.push(`<text x="${x + 1}" y="${y + 27}">${escapeXml(cell.value)}</text>`);
}

function drawLine(line: readonly Placed[], y: number, picture: HeatMapPicture): string {
  const parts: LineParts = { boxes: [], letters: [], values: [] };
  for (const placed of line) drawCell(placed, y, picture, parts);
  const texts = (look: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `<g font-family="${monoFont}" ${look}>${lines.join('\n')}</g>`;
  return [
    parts.boxes.join('\n'),
    texts(`font-size="${fontPx}" fill="${pictureColours.ink}"`, parts.letters),
    texts(`font-size="${valueFontPx}" fill="${pictureColours.faint}"`, parts.values),
  ].join('\n');
}

function drawLegend({ legend, palette }: HeatMapPicture, y: number): string {
  let x = margin + columnsOf(legend.title) * 6.6 + 12;
  const parts = [svgText(margin, y + 13, legend.title, { size: 12, fill: pictureColours.faint })];
  for (const [bin, name] of legend.steps.entries()) {
    const width = columnsOf(name) * 7 + 12;
    parts.push(box(bin, palette, { x, y, width }));
    if (bin === 0)
      parts.push(
        `<rect x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="17" rx="2" fill="none" stroke="${pictureColours.line}"/>`,
      );
    parts.push(svgText(x + 6, y + 12, name, { size: 11, fill: pictureColours.ink }));
    x += width + 4;
  }
  return parts.join('');
}

/** A picture that cannot be whole is no larger than a canvas can be, and says what it leaves out. */
export function heatMapPicture(picture: HeatMapPicture): Picture {
  const { lines, shown } = layOut(picture);
  const linePx = textLinePx + (picture.hasValues ? valueLinePx : 0);
  const parts: string[] = [];
  let y = margin;
  for (const line of wrapLines(picture.title, 88)) {
    parts.push(svgText(margin, y + 13, line, { size: 15, fill: pictureColours.ink, weight: 600 }));
    y += 20;
  }
  y += 6;
  parts.push(drawLegend(picture, y));
  y += 34;
  for (const line of lines) {
    parts.push(drawLine(line, y, picture));
    y += linePx;
  }
  y += 10;
  parts.push(
    `<line x1="${margin}" x2="${widthPx - margin}" y1="${y}" y2="${y}" stroke="${pictureColours.line}"/>`,
  );
  const total = picture.cells.length;
  const notes = [...(shown < total ? [picture.cutNote(shown, total)] : []), ...picture.footer];
  for (const line of notes.flatMap((note) => wrapLines(note, 112))) {
    y += 16;
    parts.push(svgText(margin, y, line, { size: 11, fill: pictureColours.faint }));
  }
  const heightPx = Math.ceil(y + margin);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}"><title>${escapeXml(picture.title)}</title><rect width="100%" height="100%" fill="#ffffff"/>${parts.join('\n')}</svg>\n`;
  return { svg, widthPx, heightPx };
}
