/**
 * Damages sound documents on purpose, from a seed: their bytes, their structure, what their packed parts say. Pure.
 */
import { createDocx } from '../fixtures/docx-writer.ts';
import { createPdf } from '../fixtures/pdf-writer.ts';
import { createZip } from '../fixtures/zip-writer.ts';
import type { Random } from './random.ts';

export type DocumentMutant = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What was done, for whoever tries it again. */
  readonly what: string;
};

const words = [
  'prisme',
  'lumière',
  '8,4 %',
  'indice de ré-',
  'fraction',
  '',
  '"',
  ';',
  '光',
  '\u00AD',
  '&lt;',
];

/** One mutant of one of the formats. */
export function mutateDocument(random: Random): DocumentMutant {
  const make = random.pick([pdfOf, pdfOf, lockedOf, docxOf, docxOf, wordXmlOf, csvOf]);
  const { name, bytes } = make(random);
  const changed = changeBytes(bytes, random);
  return { name, bytes: changed.bytes, what: `${make.name}: ${changed.what}` };
}

type Sound = { readonly name: string; readonly bytes: Buffer };

const text = (random: Random): string =>
  Array.from({ length: random.int(1, 8) }, () => random.pick(words)).join(' ');

function pdfOf(random: Random): Sound {
  const pages = Array.from({ length: random.int(1, 4) }, () =>
    random.next() < 0.2
      ? ({ operators: hostileOperators(random) } as const)
      : Array.from({ length: random.int(0, 6) }, (_, line) => ({
          text: text(random),
          x: random.int(-50, 700),
          y: 800 - 14 * line,
          size: random.pick([0, 1, 12, 24, 1e6]),
        })),
  );
  return { name: 'mutant.pdf', bytes: createPdf(pages) };
}

const lockedOf = (random: Random): Sound => ({
  name: 'mutant.pdf',
  bytes: createPdf([[{ text: text(random), x: 72, y: 700 }]], { password: random.pick(['', 'prism']) }),
});

const hostileOperators = (random: Random): string =>
  Array.from({ length: random.int(1, 200) }, () =>
    random.pick([
      'BT',
      'ET',
      'q',
      'Q',
      '/F1 12 Tf',
      '/F9 1e99 Tf',
      '(x) Tj',
      '<zz> Tj',
      '[(a) -1e308 (b)] TJ',
      '1e308 0 0 -1e308 0 0 Tm',
      '/I1 Do',
      '[[[[',
      '<<',
      'BI /W 99999999 /H 99999999 ID x EI',
      '/__proto__ gs',
      '-1 0 0 NaN 0 0 cm',
    ]),
  ).join('\n');

const docxOf = (random: Random): Sound => ({
  name: 'mutant.docx',
  bytes: createDocx(
    Array.from({ length: random.int(0, 6) }, () =>
      random.pick([
        { kind: 'paragraph', text: text(random) },
        { kind: 'paragraph', text: text(random), note: text(random) },
        { kind: 'item', text: text(random), isOrdered: random.next() < 0.5, level: random.int(0, 2) },
        { kind: 'table', rows: [[text(random)], [text(random), text(random)]] },
      ]),
    ),
  ),
});

/** The XML is damaged, and packed soundly: it gets past the zip. */
function wordXmlOf(random: Random): Sound {
  const pieces = [
    '<w:p>',
    '</w:p>',
    '<w:r><w:t>x</w:t></w:r>',
    '<w:tbl><w:tr><w:tc>',
    '</w:tc></w:tr></w:tbl>',
    '&amp;',
    '&e;',
    '<!--',
    ']]>',
    '<w:numPr><w:numId w:val="9"/></w:numPr>',
    '<w:footnoteReference w:id="1"/>',
    '<mc:AlternateContent>',
    '\u0001',
  ];
  const body = Array.from({ length: random.int(1, 60) }, () => random.pick(pieces)).join('');
  if (random.next() < 0.5) return { name: 'mutant.docx', bytes: createDocx([], { body }) };
  return {
    name: 'mutant.docx',
    bytes: createZip([
      {
        name: random.pick(['word/document.xml', '../document.xml', '__proto__', '']),
        bytes: Buffer.from(body),
      },
      { name: '_rels/.rels', bytes: random.bytes(random.int(0, 50)), claimedBytes: 0xffff_fff0 },
    ]),
  };
}

const csvOf = (random: Random): Sound => ({
  name: random.pick(['mutant.csv', 'mutant.txt', 'mutant']),
  bytes: Buffer.from(
    Array.from({ length: random.int(1, 40) }, () => text(random)).join(
      random.pick(['\n', '\r\n', ';', '\0']),
    ),
    random.pick(['utf8', 'utf16le', 'latin1']),
  ),
});

function changeBytes(sound: Buffer, random: Random): { readonly bytes: Uint8Array; readonly what: string } {
  const what: string[] = [];
  let bytes = sound;
  const changes = random.int(0, 3);
  for (let change = 0; change < changes; change++) {
    const at = random.int(0, Math.max(0, bytes.length - 1));
    const length = random.int(1, 40);
    const way = random.pick(['overwrite', 'cut off', 'leave out', 'twice', 'number'] as const);
    what.push(`${way} ${length} at ${at}`);
    bytes = changed(bytes, way, at, length, random);
  }
  return { bytes, what: what.join(', ') || 'as it is' };
}

function changed(
  bytes: Buffer,
  way: 'overwrite' | 'cut off' | 'leave out' | 'twice' | 'number',
  at: number,
  length: number,
  random: Random,
): Buffer {
  const [before, part, after] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + length),
    bytes.subarray(at + length),
  ];
  if (way === 'cut off') return before;
  if (way === 'leave out') return Buffer.concat([before, after]);
  if (way === 'twice') return Buffer.concat([before, part, part, after]);
  if (way === 'overwrite') return Buffer.concat([before, random.bytes(part.length), after]);
  // A number somewhere behind, as long as before, so that places still fit.
  const tail = bytes.subarray(at).toString('latin1');
  const digits = random.pick(['9', '0', '-']);
  return Buffer.concat([
    before,
    Buffer.from(
      tail.replace(/\d+/, (number) => digits.repeat(number.length)),
      'latin1',
    ),
  ]);
}
