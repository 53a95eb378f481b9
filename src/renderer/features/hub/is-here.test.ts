import { expect, it } from 'vitest';
import type { Download } from '#contract/downloads.ts';
import type { HubFile } from '#contract/hub.ts';
import type { ModelId } from '#contract/ids.ts';
import { isHere } from './is-here.ts';

const id = (digit: string): ModelId => digit.repeat(64) as ModelId;
const file = (digit: string): HubFile => ({ path: `${digit}.gguf`, sizeBytes: 1, sha256: id(digit) });
const model = (digit: string, isPresent = true) => ({ id: id(digit), isPresent });
const complete = (digit: string) => ({ state: { kind: 'complete', modelId: id(digit) } }) as Download;

it('a file is here when a model with the same hash is, wherever it came from', () => {
  expect(isHere([file('a')], null, [model('b'), model('a')])).toBe(true);
  expect(isHere([file('a')], null, [model('b')])).toBe(false);
  expect(isHere([file('a')], null, [])).toBe(false);
});

it('a model whose file is gone is not here', () => {
  expect(isHere([file('a')], null, [model('a', false)])).toBe(false);
  expect(isHere([file('a')], complete('a'), [model('a', false)])).toBe(false);
});

it('one of several parts is here when its download came to a model that still is', () => {
  const parts = [file('a'), file('b')];
  expect(isHere(parts, complete('c'), [model('c')])).toBe(true);
  expect(isHere(parts, complete('c'), [model('a')])).toBe(false);
  expect(isHere(parts, { state: { kind: 'waiting' } } as Download, [model('c')])).toBe(false);
});
