import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { deflateSync } from 'node:zlib';
import { createDocx } from '../../../fixtures/docx-writer.ts';
import { createPdf } from '../../../fixtures/pdf-writer.ts';
import { extractDocument, extractWithin, usualLimits } from './extract-document.ts';
import type { ReaderLimits } from './reader-protocol.ts';

// Each of these starts processes that work hard.
vi.setConfig({ testTimeout: 120_000 });

const mebibyte = 1024 * 1024;
const hasProc = existsSync('/proc/self/task');

/** What is tried here is not time, where nothing else is said: the machine may be busy. */
const patient = { ...usualLimits, readingMs: 100_000 };

const codeOf = (name: string, bytes: Uint8Array, limits: Partial<ReaderLimits> = {}): Promise<unknown> =>
  extractWithin({ name, bytes }, { ...patient, ...limits }).then(
    ({ pages }) => pages.join('').slice(0, 100),
    (error: unknown) => error,
  );

/** A PDF whose first page is this compressed stream, as often as wanted. */
function packedPdf(content: Buffer, times: number): Buffer {
  let packed = content;
  for (let time = 0; time < times; time++) packed = deflateSync(packed);
  const filters = '/FlateDecode '.repeat(times);
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>\nendobj\n4 0 obj\n<< /Filter [${filters}] /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'),
  ]);
}

test('a zip bomb is stopped at the limit, whatever it says about its size', async () => {
  const bomb = createDocx([{ kind: 'paragraph', text: 'harmless' }], {
    moreParts: [{ name: 'word/media/bomb.xml', bytes: Buffer.alloc(8 * mebibyte), claimedBytes: 10 }],
  });
  const unpackedBytes = 4 * mebibyte;
  expect(await codeOf('bomb.docx', bomb, { unpackedBytes })).toMatchObject({
    code: 'document.tooLarge',
    details: { name: 'bomb.docx', limitBytes: unpackedBytes },
  });
});

test('entities that multiply are not expanded', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(20)}">`,
  );
  const laughs = createDocx([], {
    prologue: `<!DOCTYPE x [<!ENTITY e0 "ha">${levels.join('')}]>`,
    body: '<w:p><w:r><w:t>&e12;</w:t></w:r></w:p>',
  });
  expect(await codeOf('laughs.docx', laughs)).toMatchObject({ code: 'document.damaged' });
});

test('nesting without an end is damage, not a crash', async () => {
  const depth = 20_000;
  const nested = createDocx([], { body: `${'<w:p>'.repeat(depth)}${'</w:p>'.repeat(depth)}` });
  expect(await codeOf('nested.docx', nested)).toMatchObject({ code: expect.stringMatching(/^document\./) });
  const arrays = createPdf([{ operators: `${'['.repeat(depth)} BT ET` }]);
  expect(await codeOf('nested.pdf', arrays)).toMatchObject({ code: expect.stringMatching(/^document\./) });
});

test('a stream that unpacks to more than memory allows is named as too large', async () => {
  const bomb = packedPdf(Buffer.alloc(64 * mebibyte, ' '), 2);
  expect(bomb.length).toBeLessThan(mebibyte);
  const memoryBytes = 160 * mebibyte;
  expect(await codeOf('bomb.pdf', bomb, { memoryBytes })).toMatchObject({
    code: 'document.tooLarge',
    details: { limitMemoryBytes: memoryBytes },
  });
});

test('a text that JavaScript cannot hold is named as too large', async () => {
  const many = createDocx([], { body: '<w:p/>'.repeat(150_000) });
  const heapBytes = 64 * mebibyte;
  expect(await codeOf('many.docx', many, { heapBytes })).toMatchObject({
    code: 'document.tooLarge',
    details: { limitMemoryBytes: usualLimits.memoryBytes },
  });
});

test('reading that takes too long is stopped, and its process is gone', async () => {
  const long = packedPdf(Buffer.from('1 0 0 1 0 0 cm BT (x) Tj ET\n'.repeat(500_000)), 1);
  expect(await codeOf('long.pdf', long, { readingMs: 50 })).toMatchObject({
    code: 'document.timedOut',
    details: { name: 'long.pdf' },
  });
  expect(readersOf(process.pid)).toEqual([]);
});

test('cancelling ends the reading with the reason that was given, in progress and while it waits for its turn', async () => {
  const long = packedPdf(Buffer.from('1 0 0 1 0 0 cm BT (x) Tj ET\n'.repeat(500_000)), 1);
  const reason = new Error('not wanted any more');
  const controller = new AbortController();
  const readings = Array.from({ length: 4 }, () =>
    extractDocument({ name: 'long.pdf', bytes: long }, controller.signal).catch((error: unknown) => error),
  );
  if (existsSync('/proc/self/task'))
    await vi.waitFor(() => expect(readersOf(process.pid)).toHaveLength(2), 60_000);
  controller.abort(reason);
  expect(await Promise.all(readings)).toEqual([reason, reason, reason, reason]);
  expect(readersOf(process.pid)).toEqual([]);
  // The turns are free again.
  expect(await codeOf('next.txt', Buffer.from('next'))).toBe('next');
});

test.runIf(hasProc)('a reader ends with the core that started it, however that ends', async () => {
  const script = `
    const { createDocx } = await import('${import.meta.dirname}/../../../fixtures/docx-writer.ts');
    const { extractDocument } = await import('${import.meta.dirname}/extract-document.ts');
    await extractDocument({ name: 'x.docx', bytes: createDocx([], { body: '<w:p/>'.repeat(500_000) }) });
  `;
  const core = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const [reader] = await vi.waitFor(() => {
    const readers = readersOf(core.pid ?? 0);
    expect(readers).toHaveLength(1);
    return readers;
  }, 60_000);
  core.kill('SIGKILL');
  await vi.waitFor(() => expect(existsSync(`/proc/${reader}`)).toBe(false), 60_000);
});

/** The ids of readers that this process has started and that are still there. Linux only; elsewhere none are seen. */
function readersOf(pid: number): readonly string[] {
  const textOf = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return textOf(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((child) => textOf(`/proc/${child}/cmdline`).includes('document-reader'));
}
