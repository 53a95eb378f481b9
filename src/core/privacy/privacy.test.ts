import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PrivacyReport } from '#contract/privacy.ts';
import { defaultSettings } from '#contract/settings.ts';
import { egress } from '#egress/guard-this-process.ts';
import { measureFolder } from './measure-folder.ts';
import { createPrivacy, type PrivacyService } from './privacy.ts';

let dataDir = '';
let privacy: PrivacyService;
let isOffline = false;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-privacy-'));
  isOffline = false;
  const settings = () => ({ ...defaultSettings, isOffline });
  privacy = createPrivacy({
    dataDir,
    modelDirs: () => ['/models'],
    settings: { get: settings, update: settings },
    log,
    measureEveryMs: 10,
  });
});
afterEach(() => {
  privacy.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Reads until a report is as wanted. */
async function reportWhere(wanted: (report: PrivacyReport) => boolean): Promise<PrivacyReport> {
  for await (const report of privacy.watch(undefined)) if (wanted(report)) return report;
  throw new Error('the stream ended');
}

const bytesOf = ({ data }: PrivacyReport, kind: string): number =>
  data?.parts.find((part) => part.kind === kind)?.bytes ?? 0;

it('every file is counted with its kind, a link as itself', async () => {
  for (const folder of ['backups', 'logs', 'uploads', 'window/cache'])
    mkdirSync(join(dataDir, folder), { recursive: true });
  writeFileSync(join(dataDir, 'prisme.db'), 'x'.repeat(100));
  writeFileSync(join(dataDir, 'prisme.db-wal'), 'x'.repeat(10));
  writeFileSync(join(dataDir, 'backups/a.db'), 'x'.repeat(20));
  writeFileSync(join(dataDir, 'logs/prisme.log'), 'x'.repeat(30));
  writeFileSync(join(dataDir, 'uploads/a.gguf'), 'x'.repeat(40));
  writeFileSync(join(dataDir, 'window/cache/b'), 'x'.repeat(50));
  symlinkSync('/nowhere', join(dataDir, 'window/link'));
  expect(await measureFolder(dataDir)).toEqual([
    { kind: 'database', bytes: 110, files: 2 },
    { kind: 'backups', bytes: 20, files: 1 },
    { kind: 'logs', bytes: 30, files: 1 },
    { kind: 'models', bytes: 40, files: 1 },
    { kind: 'other', bytes: 50 + '/nowhere'.length, files: 2 },
  ]);
});

it('whoever watches is told of a growing folder and of an attempt, as they happen', async () => {
  const first = await reportWhere(({ data }) => data !== null);
  expect(first).toMatchObject({ data: { path: dataDir }, modelDirs: ['/models'] });
  const growing = reportWhere((report) => bytesOf(report, 'database') === 7);
  writeFileSync(join(dataDir, 'prisme.db'), 'content');
  await growing;
  const attempted = reportWhere(({ attemptCount }) => attemptCount === first.attemptCount + 1);
  await fetch('http://192.0.2.1/').catch(() => undefined);
  expect((await attempted).attempts.at(-1)).toMatchObject({
    host: '192.0.2.1',
    process: 'core',
    wasRefused: true,
  });
});

it('the switch for offline holds for what a person starts', () => {
  const request = { host: 'prisme.invalid', startedBy: 'person' } as const;
  const permit = egress.permits.request(request);
  expect(egress.permits.allows('prisme.invalid')).toBe(true);
  isOffline = true;
  expect(egress.permits.allows('prisme.invalid')).toBe(false);
  expect(() => egress.permits.request(request)).toThrow(expect.objectContaining({ code: 'egress.denied' }));
  permit.release();
});

it('a watch ends when the core closes', async () => {
  const reports = privacy.watch(undefined);
  await reports.next();
  const rest = (async () => {
    for await (const _report of reports);
  })();
  privacy.close();
  await rest;
});
