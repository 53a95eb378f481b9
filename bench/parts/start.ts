/**
 * How long the start takes: from the command to a field that can be written in, against an empty page or window of
 * the same browser or Electron.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron as electron } from '@playwright/test';
import { ChatPage } from '../../e2e/pages/chat-page.ts';
import { FirstRunPage } from '../../e2e/pages/first-run-page.ts';
import { modelFolder, removeFolder, temporaryFolder } from '../../e2e/support/folders.ts';
import { electronOptions, launch, type Shell } from '../../e2e/support/launch.ts';
import { type BenchRow, interleave } from '../ratio.ts';
import { openBrowser } from '../running-app.ts';

export async function* benchStart(modelPath: string, pairs: number): AsyncGenerator<BenchRow> {
  yield await benchShell('chromium', modelPath, pairs, emptyPageMs);
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined) {
    yield await benchShell('electron', modelPath, pairs, emptyWindowMs);
  }
}

async function benchShell(
  shell: Shell,
  modelPath: string,
  pairs: number,
  emptyMs: () => Promise<number>,
): Promise<BenchRow> {
  const dataDir = temporaryFolder('bench');
  const modelsDir = modelFolder(modelPath);
  try {
    await startMs(shell, dataDir, modelsDir, true);
    const { ratio, left, right } = await interleave(
      pairs,
      () => startMs(shell, dataDir, modelsDir, false),
      emptyMs,
    );
    const empty = shell === 'electron' ? 'an empty Electron window' : 'an empty page of a fresh browser';
    return {
      what: `start to a usable ${shell === 'electron' ? 'window' : 'page'} / ${empty}`,
      ratio,
      sides: `${left.toFixed(0)} / ${right.toFixed(0)} ms`,
      aim: null,
    };
  } finally {
    removeFolder(dataDir);
    removeFolder(modelsDir);
  }
}

async function startMs(shell: Shell, dataDir: string, modelsDir: string, isFirst: boolean): Promise<number> {
  const startedAtMs = performance.now();
  const browser = shell === 'electron' ? null : await openBrowser();
  const app = await launch({ shell, browser, dataDir, modelsDir });
  if (isFirst) await new FirstRunPage(app.page).complete();
  await new ChatPage(app.page).message.waitFor();
  const elapsedMs = performance.now() - startedAtMs;
  await app.close();
  await browser?.close();
  return elapsedMs;
}

async function emptyPageMs(): Promise<number> {
  const startedAtMs = performance.now();
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto('about:blank');
  const elapsedMs = performance.now() - startedAtMs;
  await browser.close();
  return elapsedMs;
}

async function emptyWindowMs(): Promise<number> {
  const folder = temporaryFolder('empty-window');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.js' }));
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', __dirname);
app.whenReady().then(() => new BrowserWindow({ width: 1200, height: 840 }).loadURL('data:text/html,<textarea autofocus></textarea>'));
`,
  );
  const options = electronOptions(folder, folder);
  const startedAtMs = performance.now();
  const app = await electron.launch({
    ...options,
    args: [...options.args.filter((arg) => arg === '--no-sandbox'), folder],
  });
  const page = await app.firstWindow();
  await page.locator('textarea').waitFor();
  const elapsedMs = performance.now() - startedAtMs;
  await app.close();
  removeFolder(folder);
  return elapsedMs;
}
