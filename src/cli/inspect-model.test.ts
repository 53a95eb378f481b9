import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createTinyLlama, writeTinyLlama } from '../../fixtures/tiny-llama.ts';
import { inspectModel } from './inspect-model.ts';

const template = `{# ${'é'.repeat(4_000)} #}\n{{ messages }}\n\u001B[2J\n3\n4\n5\n6\n`;
const tiny = writeTinyLlama({ chatTemplate: template });
afterAll(() => rmSync(tiny.folder, { recursive: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(tiny.folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Bytes of the F32 weights whose names match. */
function weightBytes(name: RegExp): number {
  return [...tiny.tensors.values()]
    .filter((tensor) => name.test(tensor.name))
    .reduce((sum, { data }) => sum + data.byteLength, 0);
}

async function inspect(file: string, isJson: boolean, limit?: AbortSignal) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await inspectModel(
    { kind: 'inspect', file, isJson },
    {
      write: (text) => void lines.push(text),
      line: (text) => void lines.push(text),
      note: (text) => void notes.push(text),
      randomSeed: () => 0,
    },
    limit,
  );
  return { code, lines, notes };
}

describe('models inspect', () => {
  it('says as one JSON object what the file says', async () => {
    const { code, lines, notes } = await inspect(tiny.path, true);
    expect(code).toBe(0);
    expect(notes).toEqual([]);
    expect(lines).toHaveLength(1);
    const facts: unknown = JSON.parse(lines[0] ?? '');
    expect(facts).toMatchObject({
      file: tiny.path,
      sizeBytes: tiny.file.length,
      sha256: createHash('sha256').update(tiny.file).digest('hex'),
      ggufVersion: 3,
      name: 'Tiny Llama',
      architecture: 'llama',
      parameterCount: [...tiny.tensors.values()].reduce((sum, { data }) => sum + data.length, 0),
      quantisation: 'F32',
      tensorCount: tiny.tensors.size,
      trainedContextTokens: 512,
      vocabularySize: tiny.config.vocabularySize,
      blockCount: tiny.config.layers,
      embeddingLength: tiny.config.embedding,
      headCount: tiny.config.heads,
      vocabularyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hasOutputMatrix: true,
      fileCount: 1,
      tensorTypes: [{ type: 'F32', tensors: tiny.tensors.size, bytes: weightBytes(/./) }],
      tokeniser: { model: 'gpt2', pre: 'gpt-2' },
      licence: null,
      memory: { contextTokens: 512 },
      chatTemplate: { bytes: Buffer.byteLength(template) },
    });
    const { parts = [] } = facts as { parts?: { part: string; bytes: number }[] };
    expect(Object.fromEntries(parts.map(({ part, bytes }) => [part, bytes]))).toEqual({
      embeddings: weightBytes(/^token_embd/),
      attention: weightBytes(/attn_/),
      feedForward: weightBytes(/ffn_/),
      output: weightBytes(/^output/),
      header: tiny.file.length - weightBytes(/./),
    });
  });

  it('says it in columns for a person, and shows the first lines of the template without obeying them', async () => {
    const { code, lines } = await inspect(tiny.path, false);
    expect(code).toBe(0);
    expect(lines).toContain('Architecture    llama');
    expect(lines).toContain('Licence         not stated');
    expect(lines).toContain(`Chat template   ${Buffer.byteLength(template).toLocaleString('en')} bytes`);
    const beginning = lines.slice(lines.findIndex((line) => line.startsWith('Chat template')) + 1);
    expect(beginning[0]).toMatch(/^ {2}\{# é+…$/);
    // oxlint-disable-next-line no-control-regex -- it is what must not be there
    for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001F]/);
  });

  it('says it of a file that is too large to be hashed in time, without the hash', async () => {
    const { code, lines } = await inspect(tiny.path, true, AbortSignal.abort());
    expect(code).toBe(0);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ architecture: 'llama', sha256: null });
    const text = await inspect(tiny.path, false, AbortSignal.abort());
    expect(text.lines.find((line) => line.startsWith('SHA-256'))).toMatch(/not computed/);
  });

  it('shows the whole of a short template, and says that there is none', async () => {
    const short = fileOf('short.gguf', createTinyLlama({ chatTemplate: '{{ a }}\n\u001B[2J\nc' }).file);
    expect((await inspect(short, false)).lines.slice(-3)).toEqual(['  {{ a }}', '  \uFFFD[2J', '  c']);
    const none = fileOf('none.gguf', createTinyLlama({ chatTemplate: null }).file);
    expect((await inspect(none, false)).lines.at(-1)).toBe('Chat template   none');
  });

  it.each([
    ['a text', new TextEncoder().encode('no model'), 'model.notGguf'],
    ['a file that was cut', tiny.file.subarray(0, tiny.file.length - 100), 'model.truncated'],
    [
      'an unknown architecture',
      createTinyLlama({ architecture: 'martian' }).file,
      'model.unsupportedArchitecture',
    ],
  ])('says the code of what is wrong with %s', async (name, bytes, code) => {
    const path = fileOf(`${name}.gguf`, bytes);
    const told = await inspect(path, true);
    expect(told.code).toBe(1);
    expect(JSON.parse(told.lines.join('\n'))).toMatchObject({ file: path, error: { code } });
    const text = await inspect(path, false);
    expect(text).toMatchObject({ code: 1, lines: [] });
    expect(text.notes).toHaveLength(1);
    expect(text.notes[0]).toMatch(new RegExp(`^prisme: ${code}: `));
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      '--no-warnings',
      join(import.meta.dirname, 'cli.ts'),
      'models',
      'inspect',
      ...args,
    ]);

  it('ends with status 0 for a model and with 1 for what is none', async () => {
    const { stdout, stderr } = await run(tiny.path, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ architecture: 'llama' });
    expect(stderr).toBe('');
    const missing = run(join(tiny.folder, 'missing.gguf'));
    await expect(missing).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^prisme: model\.unreadable: .*ENOENT/),
    });
  });
});
