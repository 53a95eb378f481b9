import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWindowBounds, saveWindowBounds } from './window-bounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'prisme-bounds-'));
const file = join(folder, 'inner', 'window.json');
const screen = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const bounds = { x: 100, y: 50, width: 1200, height: 800, isMaximised: false };
afterAll(() => rmSync(folder, { recursive: true }));

describe('the window’s place', () => {
  it('is remembered', () => {
    saveWindowBounds(file, bounds);
    expect(readWindowBounds(file, screen)).toEqual(bounds);
  });

  it('is forgotten when it lies on a screen that is gone', () => {
    saveWindowBounds(file, { ...bounds, x: 3_000 });
    expect(readWindowBounds(file, screen)).toBeNull();
    expect(readWindowBounds(file, [...screen, { x: 1920, y: 0, width: 1920, height: 1080 }])).not.toBeNull();
  });

  it('is forgotten when the title bar could not be reached', () => {
    saveWindowBounds(file, { ...bounds, y: -300 });
    expect(readWindowBounds(file, screen)).toBeNull();
  });

  it.each(['', '{', '[]', '{"x":1}', '{"x":1e9,"y":0,"width":800,"height":600,"isMaximised":false}'])(
    'is forgotten when the file says %j',
    (text) => {
      writeFileSync(file, text);
      expect(readWindowBounds(file, screen)).toBeNull();
    },
  );

  it('that cannot be saved keeps no window open', () => {
    expect(() => saveWindowBounds(join(file, 'below-a-file'), bounds)).not.toThrow();
  });
});
