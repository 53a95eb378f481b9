/**
 * Starts the built app for a test, in the shell that the Playwright project names, on a given data folder. Runs in the
 * test process. It sees only the screen and the processes, never the app's modules.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type Browser,
  type BrowserContext,
  type ElectronApplication,
  type Page,
  _electron as electron,
  expect,
} from '@playwright/test';
import { descendants, stillLiving } from './processes.ts';

export type Shell = 'chromium' | 'electron';

/** The running app. `page` is its window. */
export type RunningApp = {
  readonly shell: Shell;
  readonly page: Page;
  readonly dataDir: string;
  /** The process that was started: the server in the web shell, the main process in Electron. */
  readonly rootPid: number;
  /** Every address that the page asked for since it was opened. */
  readonly requests: readonly string[];
  /** The Electron application; null in the web shell. */
  readonly electron: ElectronApplication | null;
  /** Ids of the living engine processes. */
  enginePids(): number[];
  /** Id of the process that holds the core: the server itself in the web shell, a child in Electron. */
  corePid(): number;
  /** Every process of the app but the browser that shows the web shell. */
  pids(): number[];
  /** Closes the window and waits until every process of the app has ended. */
  close(): Promise<void>;
};

export type LaunchOptions = {
  readonly shell: Shell;
  /** Opens the web shell's page; null under Electron. */
  readonly browser: Browser | null;
  readonly dataDir: string;
  readonly modelsDir: string;
  /** The built app, if not the project's own (faulty-app.ts). */
  readonly appFolder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
};

export const projectRoot = resolve(import.meta.dirname, '../..');
const defaultViewport = { width: 1440, height: 900 };

export function launch(options: LaunchOptions): Promise<RunningApp> {
  return options.shell === 'electron' ? launchElectron(options) : launchWeb(options);
}

async function launchWeb({
  browser,
  dataDir,
  modelsDir,
  appFolder,
  viewport,
}: LaunchOptions): Promise<RunningApp> {
  if (browser === null) throw new Error('the web shell needs a browser');
  const server = startServer(dataDir, modelsDir, 'inherit', appFolder);
  const url = await firstAddress(server);
  const rootPid = pidOf(server);
  const context = await browser.newContext({
    viewport: viewport ?? defaultViewport,
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const requests = recordRequests(page);
  await page.goto(url);
  await hasStarted(page);
  return {
    shell: 'chromium',
    page,
    dataDir,
    rootPid,
    requests,
    electron: null,
    enginePids: () => descendants(rootPid, 'engine'),
    corePid: () => rootPid,
    pids: () => [rootPid, ...descendants(rootPid)],
    close: () => closeWeb(context, server, rootPid),
  };
}

async function closeWeb(context: BrowserContext, server: ChildProcess, rootPid: number): Promise<void> {
  const pids = [rootPid, ...descendants(rootPid)];
  await context.close();
  server.kill('SIGTERM');
  await ended(pids);
}

/** The web shell without a page. Its errors go to `onError`, or to the test's own standard error. */
export function startServer(
  dataDir: string,
  modelsDir: string,
  stderr: 'inherit' | 'pipe' = 'inherit',
  appFolder = projectRoot,
): ChildProcess {
  const options = ['--no-open', '--port', '0', '--data', dataDir, '--models', modelsDir];
  return spawn(process.execPath, [join(appFolder, 'out/main/web.js'), ...options], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', stderr],
  });
}

/** The address that the web shell prints when it is ready. @throws when it ends before that */
export function firstAddress(server: ChildProcess): Promise<string> {
  const { stdout } = server;
  if (!stdout) throw new Error('the server has no standard output');
  return new Promise((found, failed) => {
    server.once('exit', (code) => failed(new Error(`the web shell ended with ${code} before it was ready`)));
    createInterface({ input: stdout }).on('line', (line) => {
      const url = /^Prisme: (http:\S+)$/.exec(line)?.[1];
      if (url !== undefined) found(url);
    });
  });
}

async function launchElectron({
  dataDir,
  modelsDir,
  appFolder,
  viewport,
}: LaunchOptions): Promise<RunningApp> {
  const app = await electron.launch(electronOptions(dataDir, modelsDir, appFolder));
  const page = await app.firstWindow();
  const requests = recordRequests(page);
  await page.setViewportSize(viewport ?? defaultViewport);
  await hasStarted(page);
  const rootPid = pidOf(app.process());
  return {
    shell: 'electron',
    page,
    dataDir,
    rootPid,
    requests,
    electron: app,
    enginePids: () => descendants(rootPid, 'engine'),
    corePid: () => {
      const [pid] = descendants(rootPid, 'core');
      if (pid === undefined) throw new Error('the core process was not found');
      return pid;
    },
    pids: () => [rootPid, ...descendants(rootPid)],
    close: async () => {
      const pids = [rootPid, ...descendants(rootPid)];
      await app.close();
      await ended(pids);
    },
  };
}

/**
 * Waits until the core has answered the page. Before that a window may be open while nobody owns the data folder yet: a
 * second start would get it.
 */
async function hasStarted(page: Page): Promise<void> {
  await page.locator('main:not([aria-busy])').waitFor();
}

/** What Electron is started with, by Playwright or by hand. */
export function electronOptions(dataDir: string, modelsDir: string, appFolder = projectRoot) {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  return {
    ...(folder === undefined ? {} : { executablePath: join(folder, 'electron') }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(folder === undefined ? [] : ['--require', join(projectRoot, 'e2e/support/stand-in-electron.cjs')]),
      appFolder,
      '--data',
      dataDir,
      '--models',
      modelsDir,
    ],
    cwd: projectRoot,
    env: { ...stringsOf(process.env), LANGUAGE: 'en_GB', LANG: 'en_GB.UTF-8' },
  };
}

function recordRequests(page: Page): readonly string[] {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  return requests;
}

/** Waits until none of the processes lives. @throws when one is left behind */
export async function ended(pids: readonly number[]): Promise<void> {
  await expect.poll(() => stillLiving(pids), { message: 'processes that were left behind' }).toEqual([]);
}

function pidOf(process_: ChildProcess): number {
  if (process_.pid === undefined) throw new Error('the app did not start');
  return process_.pid;
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
