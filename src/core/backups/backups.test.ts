/**
 * When backups are made and which of them stay.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { type DataFolder, openDataFolder } from '../db/open-data-folder.ts';
import { newestVersion } from '../db/migrate.ts';
import { openReadOnly } from '../db/open.ts';
import { type Backups, createBackups } from './backups.ts';

const dayMs = 24 * 60 * 60_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let dataDir = '';
let folder: DataFolder;
let backups: Backups;
let nowMs = 0;
let hasContent = true;
let replacements = 0;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  folder = openDataFolder({ dataDir, now: () => nowMs });
  nowMs = Date.UTC(2026, 4, 1);
  hasContent = true;
  replacements = 0;
  backups = createBackups({
    dataDir,
    now: () => nowMs,
    log: silent,
    hasContent: () => hasContent,
    onReplaced: () => replacements++,
  });
});
afterEach(async () => {
  await backups.close();
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('makes one a day, from the first day on which there is something to save', async () => {
  hasContent = false;
  expect(await backups.createIfDue()).toBeNull();
  hasContent = true;
  expect(await backups.createIfDue()).toMatchObject({ madeAtMs: nowMs, version: newestVersion() });
  nowMs += dayMs - 1;
  expect(await backups.createIfDue()).toBeNull();
  nowMs += 1;
  expect(await backups.createIfDue()).toMatchObject({ madeAtMs: nowMs });
  expect(backups.list().map(({ madeAtMs }) => madeAtMs)).toEqual([nowMs, nowMs - dayMs]);
});

it('keeps the seven newest, also next to one whose time lies in the future', async () => {
  nowMs += 400 * dayMs;
  await backups.create();
  nowMs -= 400 * dayMs;
  for (let day = 0; day < 9; day++) {
    nowMs += dayMs;
    await backups.createIfDue();
  }
  const kept = backups.list();
  expect(kept).toHaveLength(7);
  expect(kept.map(({ madeAtMs }) => madeAtMs)).toContain(nowMs);
});

it('copies what is written while other work goes on, in a file that opens by itself', async () => {
  folder.database.exec("INSERT INTO settings VALUES ('before', '1')");
  const making = backups.create();
  folder.database.exec("INSERT INTO settings VALUES ('meanwhile', '1')");
  const both = await Promise.all([making, backups.create()]);
  expect(both[0]).toEqual(both[1]);
  const copy = openReadOnly(join(dataDir, 'backups', both[0].name));
  expect(copy.prepare("SELECT count(*) AS count FROM settings WHERE key = 'before'").get()).toEqual({
    count: 1,
  });
  copy.close();
  expect(readdirSync(join(dataDir, 'backups'))).toEqual([both[0].name]);
});

it('says why none could be made, and can make one afterwards', async () => {
  writeFileSync(join(dataDir, 'backups'), 'a file where the folder should be');
  await expect(backups.create()).rejects.toMatchObject(new PrismeError('app.dataFolderNotWritable'));
  rmSync(join(dataDir, 'backups'));
  await backups.create();
});

it('leaves no half backup for the next one when it is closed in the middle', async () => {
  const making = backups.create();
  making.catch(() => undefined);
  await backups.close();
  mkdirSync(join(dataDir, 'backups'), { recursive: true });
  writeFileSync(join(dataDir, 'backups', 'prisme-v0030-20260101T000000000Z.db.tmp'), 'half');
  const next = createBackups({
    dataDir,
    now: () => nowMs + 1,
    log: silent,
    hasContent: () => true,
    onReplaced: () => undefined,
  });
  await next.create();
  await next.close();
  expect(readdirSync(join(dataDir, 'backups')).filter((name) => !name.endsWith('.db'))).toEqual([]);
});

it('asks for another core once the backup is in place to be restored', async () => {
  const { name } = await backups.create();
  backups.restore(name);
  expect(replacements).toBe(1);
  folder.close();
  folder = openDataFolder({ dataDir, now: () => nowMs });
  expect(folder.setAside?.reason).toBe('replaced');
});
