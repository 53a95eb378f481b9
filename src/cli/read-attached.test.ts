import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPdf } from '../../fixtures/pdf-writer.ts';
import { readAttached } from './read-attached.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-attached-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test('documents are read in their order, with the marks that a conversation gives them', async () => {
  const page = (text: string) => [{ text, x: 72, y: 700 }];
  const documents = await readAttached([
    write('pages.pdf', createPdf([page('First page'), page('Second page')])),
    write('colours.csv', 'colour,nm\nred,700'),
  ]);
  expect(documents.map(({ text }) => text)).toEqual([
    '<document name="pages.pdf">\n<page number="1">\nFirst page\n</page>\n<page number="2">\nSecond page\n</page>\n</document>\n\n',
    '<document name="colours.csv">\ncolour,nm\nred,700\n</document>\n\n',
  ]);
});

test('a file that is no document, or not there, is named', async () => {
  await expect(readAttached([write('scan.pdf', createPdf(['scan']))])).rejects.toMatchObject({
    code: 'document.noText',
    details: { name: 'scan.pdf' },
  });
  await expect(readAttached([join(folder, 'missing.txt')])).rejects.toMatchObject({
    code: 'app.invalidInput',
    details: { file: join(folder, 'missing.txt') },
  });
});
