import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { markForErasure } from './erase.ts';
import { openDataFolder } from './open-data-folder.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-erase-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function open() {
  return openDataFolder({ dataDir, now: Date.now });
}

function languageOf(folder: ReturnType<typeof open>): unknown {
  return folder.database.prepare("SELECT value_json FROM settings WHERE key = 'language'").pluck().get();
}

/** A folder as it is after some use, closed. */
function use(): void {
  const folder = open();
  folder.database.exec("INSERT INTO settings (key, value_json) VALUES ('language', '\"fr\"')");
  folder.close();
  for (const [sub, file] of [
    ['backups', 'prisme-v0010-x.db'],
    ['logs', 'prisme.log'],
    ['set-aside/20260131T093005123Z', 'prisme.db'],
    ['models', 'own.gguf'],
    ['uploads', 'a.gguf'],
    ['uploads/.prisme-bin/0', 'smollm2-4567abcd.gguf'],
    ['uploads', 'smollm2-0123abcd.gguf'],
    ['uploads', 'smollm2-89abcdef.gguf.part'],
    ['letters', 'mine.txt'],
  ] as const) {
    mkdirSync(join(dataDir, sub), { recursive: true });
    writeFileSync(join(dataDir, sub, file), 'content');
  }
  writeFileSync(join(dataDir, 'prisme.db.damaged-1'), 'content');
}

it('a marked folder opens empty; model files that were not uploaded and what is not Prisme’s stay', () => {
  use();
  markForErasure(dataDir);
  const folder = open();
  expect(languageOf(folder)).toBeUndefined();
  folder.close();
  for (const gone of ['backups', 'logs', 'set-aside', 'prisme.db.damaged-1', 'delete-everything'])
    expect(existsSync(join(dataDir, gone)), gone).toBe(false);
  for (const kept of ['models/own.gguf', 'uploads/a.gguf', 'letters/mine.txt'])
    expect(existsSync(join(dataDir, kept)), kept).toBe(true);
});

it('model files that a page uploaded go, and so does their folder when nothing else is in it', () => {
  use();
  markForErasure(dataDir);
  open().close();
  expect(readdirSync(join(dataDir, 'uploads'))).toEqual(['a.gguf']);
  rmSync(join(dataDir, 'uploads/a.gguf'));
  use();
  rmSync(join(dataDir, 'uploads/a.gguf'));
  markForErasure(dataDir);
  open().close();
  expect(existsSync(join(dataDir, 'uploads'))).toBe(false);
});

it.skipIf(process.platform === 'win32')(
  'a link among the uploads is a person’s own, and so is its file',
  () => {
    use();
    const elsewhere = mkdtempSync(join(tmpdir(), 'prisme-erase-elsewhere-'));
    onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
    writeFileSync(join(elsewhere, 'own.gguf'), 'content');
    symlinkSync(join(elsewhere, 'own.gguf'), join(dataDir, 'uploads/own-0123abcd.gguf'));
    markForErasure(dataDir);
    open().close();
    expect(readdirSync(join(dataDir, 'uploads')).toSorted()).toEqual(['a.gguf', 'own-0123abcd.gguf']);
    expect(existsSync(join(elsewhere, 'own.gguf'))).toBe(true);
  },
);

it('a folder without a mark keeps everything', () => {
  use();
  const before = readdirSync(dataDir).toSorted();
  const folder = open();
  expect(languageOf(folder)).toBe('"fr"');
  folder.close();
  expect(readdirSync(dataDir).toSorted()).toEqual(before);
});

it('a deletion that was cut off anywhere is finished by the next start', () => {
  const erased = ['prisme.db', 'backups', 'logs', 'prisme.db.damaged-1'];
  for (let done = 0; done <= erased.length; done++) {
    use();
    markForErasure(dataDir);
    for (const name of erased.slice(0, done)) rmSync(join(dataDir, name), { recursive: true, force: true });
    const folder = open();
    expect(languageOf(folder)).toBeUndefined();
    folder.close();
    expect(existsSync(join(dataDir, 'backups'))).toBe(false);
  }
});

it('a folder that another process holds is left alone, mark and all', () => {
  use();
  const owner = open();
  markForErasure(dataDir);
  expect(open).toThrow(expect.objectContaining({ code: 'app.alreadyRunning' }));
  expect(languageOf(owner)).toBe('"fr"');
  owner.close();
});
