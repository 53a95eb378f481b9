import { describe, expect, it } from 'vitest';
import { localName, markedName, withParts } from './file-names.ts';

const file = (path: string) => ({ path, sizeBytes: 1, sha256: 'a'.repeat(64) });

describe('the name of a file on this machine', () => {
  it.each([
    ['model-Q4_K_M.gguf', 'model-Q4_K_M.gguf'],
    ['Q4/model.GGUF', 'model.gguf'],
    ['a b (c)+[d]=@e,f.gguf', 'a_b_c_d_e_f.gguf'],
    ['...hidden.gguf', 'hidden.gguf'],
    ['-rf.gguf', 'rf.gguf'],
    ['.gguf', 'gguf.gguf'],
    ['readme.md', 'readme.md.gguf'],
    [`${'x'.repeat(400)}.gguf`, `${'x'.repeat(150)}.gguf`],
  ])('%s becomes %s', (path, name) => expect(localName(path)).toBe(name));

  it('is marked where another file has it, in front of what says which part it is', () => {
    expect(markedName('m.gguf', 'ab')).toBe('m-ab.gguf');
    expect(markedName('m-00001-of-00003.gguf', 'ab')).toBe('m-ab-00001-of-00003.gguf');
  });
});

describe('the parts of a model', () => {
  const parts = ['q/m-00001-of-00002.gguf', 'q/m-00002-of-00002.gguf'];
  const files = [...parts, 'n.gguf'].map(file);

  it('come together, in order, each once', () => {
    expect(withParts(['n.gguf'], files)).toEqual(['n.gguf']);
    expect(withParts([parts[1] ?? ''], files)).toEqual(parts);
    expect(withParts([...parts].reverse(), files)).toEqual(parts);
  });

  it('of which one is missing are all named, so that the missing one is noticed', () => {
    expect(withParts([parts[0] ?? ''], [file(parts[0] ?? '')])).toEqual(parts);
  });
});
