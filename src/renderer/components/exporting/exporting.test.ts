/**
 * What leaves the page: tables that no spreadsheet runs, numbers that read back, pictures that hold everything.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { number32 } from '#contract/trace-file-write.ts';
import { vocabularyHashSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { csvCell, csvTable } from './csv.ts';
import { heatMapPicture, pictureColours, type HeatMapPicture, type PictureCell } from './heat-map-picture.ts';
import { columnsOf, escapeXml, wrapLines } from './picture-text.ts';
import { fileNameOf } from './save-file.ts';
import { traceCsvLines } from './trace-csv.ts';

/** RFC 4180, read by its own rules. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ',' || character === '\n')) {
      rows.at(-1)?.push(cell.replace(/\r$/, ''));
      cell = '';
      if (character === '\n') rows.push([]);
    } else cell += character;
  }
  return rows.slice(0, -1);
}

describe('a table', () => {
  it('reads back as it was, whatever the cells hold, and nothing in it is a formula', () => {
    const text = fc.string().map((value) => value.replaceAll('\r', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const read = readCsv(csvTable(['a', 'b'], rows).slice(1)).slice(1);
        expect(read).toEqual(
          rows.map((row) => row.map((cell) => (/^[=+\-@\t]/.test(cell) ? `'${cell}` : cell))),
        );
      }),
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['-2', "'-2"],
    ['@x', "'@x"],
    [-2.5, '-2.5'],
    [Number.NaN, ''],
    [null, ''],
    [false, 'false'],
    ['a"b', '"a""b"'],
  ])('writes %j as %s', (cell, written) => expect(csvCell(cell)).toBe(written));

  it('has one row for each token, with the numbers of its step', () => {
    const vocabulary = vocabularyTable({
      hash: vocabularyHashSchema.parse('0'.repeat(64)),
      bytes: new TextEncoder().encode('=a\n'),
      offsets: new Uint8Array(Uint32Array.from([0, 1, 2, 3]).buffer),
      types: Uint8Array.of(1, 1, 1),
      endTokenIds: [],
    });
    const logZ = Math.log(1 + Math.exp(-1) + Math.exp(-2));
    const step = {
      tokenId: 0,
      origin: 'sampled' as const,
      logit: 4,
      maxLogit: 5,
      logZ,
      isLogZExact: true,
      draw: 0.25,
      xtcDraw: null,
      endLogprob: null,
      logZAtTemperature: null,
      rank: null,
      topIds: Uint32Array.of(2, 0, 1),
      topLogits: Float32Array.of(5, 4, 3),
    };
    const sampler = { settings: { ...samplerPresets.neutral, topK: 1 }, promptIds: [1] };
    const text = { steps: [step, null], tokenIds: [0, 1], vocabulary, vocabularySize: 3, sampler };
    const lines = [...traceCsvLines({ ...text, pass: 'generation' })];
    const [names = [], row = [], unscored = []] = readCsv(lines.join('').slice(1));
    const cell = (name: string): string | undefined => row[names.indexOf(name)];
    expect(cell('text')).toBe("'=");
    expect(cell('bytes_hex')).toBe('3D');
    expect(Number(cell('probability'))).toBeCloseTo(Math.exp(-1 - logZ), 12);
    expect(Number(cell('surprisal_bits'))).toBeCloseTo((1 + logZ) / Math.LN2, 12);
    expect(cell('rank')).toBe('2');
    expect(cell('q')).toBe('0');
    expect(cell('removed_by')).toBe('topK');
    expect(cell('entropy_low_bits')).toBe(cell('entropy_high_bits'));
    expect(cell('top1_text')).toBe('⏎');
    expect(cell('pass')).toBe('generation');
    expect(unscored[names.indexOf('probability')]).toBe('');
    expect(unscored[names.indexOf('pass')]).toBe('');
    expect(new Set([names, row, unscored].map(({ length }) => length)).size).toBe(1);
  });
});

it('an f32 is written with the fewest digits that give it again', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const read: unknown = JSON.parse(number32(value));
      expect(Object.is(Math.fround(Number(read)), value)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(number32(Math.fround(0.1))).toBe('0.1');
});

const cell = (text: string, change: Partial<PictureCell> = {}): PictureCell => ({
  text,
  bin: 1,
  value: '0.75',
  isChip: false,
  ...change,
});
const picture = (cells: readonly PictureCell[], change: Partial<HeatMapPicture> = {}): HeatMapPicture => ({
  title: 'A <title> & more',
  cells,
  legend: { title: 'Surprise, bits', steps: ['<0.5', '<1', '<2', '<4', '<8', '≥8'] },
  palette: 'blue',
  hasValues: true,
  isWhole: false,
  footer: ['SmolLM2 · cpu'],
  cutNote: (shown, total) => `${shown} of ${total}`,
  ...change,
});

describe('the picture of a heat map', () => {
  it('holds every token, its value, the legend and the source', () => {
    const { svg } = heatMapPicture(picture([cell('Tea'), cell(' &'), cell(' ', { value: '9.10' })]));
    for (const part of [
      '>Tea<',
      '> &amp;<',
      '>9.10<',
      '>≥8<',
      '>SmolLM2 · cpu<',
      'A &lt;title&gt; &amp; more',
    ])
      expect(svg).toContain(part);
    expect(svg).not.toMatch(/style=|<script|href/);
  });

  it('keeps every token inside its width, and breaks a line at a line break', () => {
    const cells = Array.from({ length: 500 }, (_, index) => cell(index === 250 ? '\n' : `word${index} `));
    const { svg, widthPx } = heatMapPicture(picture(cells));
    const boxes = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="18"/g)];
    expect(boxes.length).toBeGreaterThanOrEqual(500);
    for (const [, x, , width] of boxes) expect(Number(x) + Number(width)).toBeLessThanOrEqual(widthPx - 23);
    expect(svg).toMatch(/⏎<\/text>[\s\S]*?<rect x="24"/);
  });

  it('is never larger than a canvas can be, and says what it leaves out', () => {
    for (const text of ['\n', 'x']) {
      const { svg, heightPx } = heatMapPicture(picture(Array.from({ length: 20_000 }, () => cell(text))));
      expect(heightPx).toBeLessThan(8_000);
      expect(svg).toMatch(/\d+ of 20000/);
    }
  });

  it('holds a text of any length where no canvas bounds it', () => {
    const cells = Array.from({ length: 20_000 }, (_, index) => cell(`w${index} `));
    const { svg } = heatMapPicture(picture(cells, { isWhole: true }));
    expect(svg).toContain('>w19999 <');
    expect(svg).not.toMatch(/of 20000/);
  });

  it('shows the steps by their underlines alone in the palette without colours', () => {
    const { svg } = heatMapPicture(picture([cell('a', { bin: 5 })], { palette: 'mono' }));
    expect(svg).not.toContain(pictureColours.steps[5]);
    expect(svg.match(/<line /g)?.length).toBeGreaterThan(6);
  });
});

it('texts of a picture are counted, broken and escaped', () => {
  expect(columnsOf('été')).toBe(3);
  expect(columnsOf('e\u0301')).toBe(1);
  expect(columnsOf('日本😀')).toBe(6);
  expect(escapeXml('<a href="x">\u0000\ud800</a>')).toBe(
    '&lt;a href=&quot;x&quot;&gt;\ufffd\ufffd&lt;/a&gt;',
  );
  expect(wrapLines('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapLines('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
});

it('a file has letters, digits and hyphens in its name', () => {
  expect(fileNameOf('prisme Carte de chaleur/../x', 'svg')).toBe('prisme-carte-de-chaleur-x.svg');
  expect(fileNameOf('…', 'csv')).toBe('prisme.csv');
});
