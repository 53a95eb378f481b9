import { expect, test } from 'vitest';
import { documentExtensions } from '#contract/document-names.ts';
import { kindOf } from './document-kind.ts';

const text = Buffer.from('a,b\n1,2');

test.each([
  ['notes.txt', 'plain'],
  ['table.csv', 'csv'],
  ['table.TSV', 'csv'],
  ['read me.md', 'markdown'],
  ['main.rs', 'code'],
  ['src/Makefile', 'code'],
  ['C:\\work\\Dockerfile', 'code'],
  ['app.config.yaml', 'code'],
  ['of no known ending.qqq', 'plain'],
  ['without an ending', 'plain'],
  ['text in truth.pdf', 'broken'],
  ['text in truth.docx', 'broken'],
])('a text named %s is %s', (name, kind) => {
  expect(kindOf(name, text)).toBe(kind);
});

const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const locked = Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]);

test.each([
  ['renamed.txt', Buffer.from('%PDF-1.7\n'), 'pdf'],
  ['behind a mail.pdf', Buffer.from('X-Mail: 1\n\n%PDF-1.7\n'), 'pdf'],
  ['about pdf.md', Buffer.from('A file begins with %PDF-1.7'), 'markdown'],
  ['a.docx', Buffer.from('PK\u0003\u0004'), 'docx'],
  ['renamed.zip', Buffer.from('PK\u0003\u0004word/document.xml'), 'docx'],
  ['sheet.xlsx', Buffer.from('PK\u0003\u0004xl/workbook.xml'), 'other'],
  ['locked.docx', locked, 'locked'],
  ['old.doc', compound, 'other'],
  ['old named new.docx', compound, 'broken'],
  ['letter.rtf', Buffer.from('{\\rtf1\\ansi hello}'), 'other'],
])('the bytes of %s decide', (name, bytes, kind) => {
  expect(kindOf(name, bytes)).toBe(kind);
});

test('the list for a file dialog has each ending once', () => {
  expect(documentExtensions).toContain('.docx');
  expect(new Set(documentExtensions).size).toBe(documentExtensions.length);
});
