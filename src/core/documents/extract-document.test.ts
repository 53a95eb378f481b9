import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { mostDocumentBytes } from '#contract/document-text.ts';
import { createDocx } from '../../../fixtures/docx-writer.ts';
import { createPdf } from '../../../fixtures/pdf-writer.ts';
import { createZip } from '../../../fixtures/zip-writer.ts';
import { extractDocument } from './extract-document.ts';

// Each of these starts processes.
vi.setConfig({ testTimeout: 120_000 });

const read = (name: string, bytes: Uint8Array) => extractDocument({ name, bytes });
const codeOf = (name: string, bytes: Uint8Array): Promise<unknown> =>
  read(name, bytes).then(
    ({ pages }) => pages,
    (error: unknown) => error,
  );

test('a text is one string, with line feeds for whatever ended its lines', async () => {
  const text = await read('notes.txt', Buffer.from('\uFEFFÉté\r\n8,4 %\rfin'));
  expect(text).toEqual({ format: 'plain', pages: ['Été\n8,4 %\nfin'], isPaged: false });
});

test('a PDF gives a text for each page, empty ones too, with paragraphs apart and cut words joined', async () => {
  const pdf = createPdf([
    [
      { text: 'De la lumi\u00E8re', x: 72, y: 780, size: 24 },
      { text: 'Un prisme d\u00E9compose la lumi\u00E8re, et la dis-', x: 72, y: 740 },
      {
        text: 'persion d\u00E9pend de l\u2019indice. L\u2019ef\uFB01cacit\u00E9 du \uFB02ux.',
        x: 72,
        y: 726,
      },
      { text: 'Un autre paragraphe.', x: 72, y: 690 },
    ],
    'scan',
    [{ text: 'La derni\u00E8re page', x: 72, y: 780 }],
  ]);
  expect(await read('optique.pdf', pdf)).toEqual({
    format: 'pdf',
    pages: [
      'De la lumière\n\nUn prisme décompose la lumière, et la dispersion dépend de l’indice. L’efficacité du flux.\n\nUn autre paragraphe.',
      '',
      'La dernière page',
    ],
    isPaged: true,
  });
});

test('a Word document gives paragraphs, lists, tables and notes in the order of reading, and nothing of its macros', async () => {
  const docx = createDocx(
    [
      { kind: 'paragraph', text: 'Newton & son prisme', note: 'Opticks, 1704.' },
      { kind: 'item', text: 'rouge', isOrdered: true, level: 0 },
      { kind: 'item', text: 'orangé', isOrdered: true, level: 0 },
      { kind: 'item', text: 'vif', isOrdered: false, level: 1 },
      { kind: 'paragraph', text: 'Un tableau :' },
      {
        kind: 'table',
        rows: [
          ['couleur', 'nm'],
          ['rouge', '700'],
        ],
      },
      { kind: 'item', text: 'à part', isOrdered: true, level: 0 },
    ],
    { moreParts: [{ name: 'word/vbaProject.bin', bytes: Buffer.from('Sub AutoOpen()') }] },
  );
  expect(await read('newton.docx', docx)).toEqual({
    format: 'docx',
    pages: [
      [
        'Newton & son prisme[1]',
        '',
        '1. rouge',
        '2. orangé',
        '  - vif',
        '',
        'Un tableau :',
        '',
        'couleur | nm',
        'rouge | 700',
        '',
        '1. à part',
        '[1] Opticks, 1704.',
      ].join('\n'),
    ],
    isPaged: false,
  });
});

test('a note that refers to itself is read once', async () => {
  const note = '<w:r><w:footnoteReference w:id="1"/></w:r>';
  const docx = createDocx([{ kind: 'paragraph', text: 'Opticks', note: 'See here' }], { inNotes: note });
  expect(await read('loop.docx', docx)).toMatchObject({ pages: ['Opticks[1]\n\n[1] See here[1]'] });
});

test('what a file is counts, whatever its name says', async () => {
  const pdf = createPdf([[{ text: 'A page', x: 72, y: 700 }]]);
  expect(await read('renamed.txt', pdf)).toMatchObject({ format: 'pdf', pages: ['A page'] });
  expect(await codeOf('renamed.pdf', Buffer.from('only text'))).toMatchObject({ code: 'document.damaged' });
});

test('a password is named as the reason', async () => {
  const pdf = createPdf([[{ text: 'secret', x: 72, y: 700 }]], { password: 'prism' });
  expect(await codeOf('locked.pdf', pdf)).toMatchObject({
    code: 'document.encrypted',
    details: { name: 'locked.pdf' },
  });
  const compound = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(500),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ]);
  expect(await codeOf('locked.docx', compound)).toMatchObject({ code: 'document.encrypted' });
});

test('a PDF with an empty password for its readers is read', async () => {
  const pdf = createPdf([[{ text: 'for everybody', x: 72, y: 700 }]], { password: '' });
  expect(await read('owned.pdf', pdf)).toMatchObject({ pages: ['for everybody'] });
});

test('a scan and an empty file say that there is no text', async () => {
  const answers = await Promise.all([
    codeOf('scan.pdf', createPdf(['scan', 'scan'])),
    codeOf('empty.txt', Buffer.alloc(0)),
    codeOf('empty.docx', createDocx([])),
  ]);
  expect(answers).toMatchObject(answers.map(() => ({ code: 'document.noText' })));
});

test('what is no document is refused by its name', async () => {
  const refused = { code: 'document.unsupported', details: { name: 'x.bin' } };
  expect(await codeOf('x.bin', readFileSync(process.execPath).subarray(0, 100_000))).toMatchObject(refused);
  expect(
    await codeOf('sheet.xlsx', createZip([{ name: 'xl/workbook.xml', bytes: Buffer.from('<a/>') }])),
  ).toMatchObject({ code: 'document.unsupported', details: { name: 'sheet.xlsx' } });
});

test('a file that is too large is refused before a process is started for it', async () => {
  expect(await codeOf('big.txt', new Uint8Array(mostDocumentBytes + 1))).toMatchObject({
    code: 'document.tooLarge',
    details: { name: 'big.txt', limitBytes: mostDocumentBytes },
  });
});

test('a text that is longer than a message may be is refused with the limit', async () => {
  expect(await codeOf('long.txt', Buffer.alloc(4_000_001, 'a'))).toMatchObject({
    code: 'document.tooLarge',
    details: { limitCharacters: 4_000_000 },
  });
});
