import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { droppedModel } from './dropped-model.ts';

it('of everything that may be dropped, the absolute path of a model file is handed on', () => {
  const path = resolve('models', 'A.GGUF');
  expect(droppedModel(path)).toBe(path);
  const refused = [
    'models/a.gguf',
    resolve('a.txt'),
    resolve('a.gguf\0.txt'),
    `${resolve('a')}\0.gguf`,
    '',
    resolve(`${'x'.repeat(5_000)}.gguf`),
    null,
    undefined,
    7,
    [path],
    { path },
  ];
  expect(refused.map(droppedModel)).toEqual(refused.map(() => null));
});
