/**
 * `test` with the app in it, for every spec: the shell that the Playwright project names, with the real model. Runs in
 * the test process.
 *
 * `app` is shared by the quiet specs of a worker: each of their tests works in a conversation of its own (`chat`).
 * `launchApp` starts another app for a test that ends processes, changes files or needs an empty data folder.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, test as base } from '@playwright/test';
import { realModelPath } from '../../fixtures/real-models.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { FirstRunPage } from '../pages/first-run-page.ts';
import { Frame } from '../pages/frame.ts';
import { InspectorPanel } from '../pages/inspector-panel.ts';
import { copyOf, modelFolder, removeFolder, temporaryFolder } from './folders.ts';
import { type LaunchOptions, type RunningApp, type Shell, ended, launch } from './launch.ts';

export { expect } from '@playwright/test';

export type OwnApp = RunningApp & {
  readonly frame: Frame;
  readonly chat: ChatPage;
  readonly inspector: InspectorPanel;
};

export type OwnAppOptions = Partial<
  Pick<LaunchOptions, 'dataDir' | 'modelsDir' | 'appFolder' | 'viewport'>
> & {
  /** An empty data folder: the first run. */
  readonly isNew?: boolean;
};

type WorkerFixtures = {
  readonly shell: Shell;
  /** The browser of the web shell; null under Electron. */
  readonly pageBrowser: Browser | null;
  /** A folder with a link to the small chat model. */
  readonly modelsDir: string;
  /** A data folder whose first run is done and whose app has ended. */
  readonly preparedDataDir: string;
  readonly app: RunningApp;
};

type TestFixtures = {
  /** Starts an app of the test's own, on a copy of the prepared data unless told otherwise. It is closed after the test. */
  readonly launchApp: (options?: OwnAppOptions) => Promise<OwnApp>;
  readonly frame: Frame;
  /** A new conversation in the shared app. */
  readonly chat: ChatPage;
  readonly inspector: InspectorPanel;
};

export function withPages(app: RunningApp): OwnApp {
  const { page } = app;
  return { ...app, frame: new Frame(page), chat: new ChatPage(page), inspector: new InspectorPanel(page) };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  shell: [
    async ({}, use, { project }) => {
      await use(project.name === 'electron' ? 'electron' : 'chromium');
    },
    { scope: 'worker' },
  ],

  pageBrowser: [
    async ({ shell, playwright, launchOptions }, use) => {
      if (shell === 'electron') return use(null);
      const browser = await playwright.chromium.launch(launchOptions);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  modelsDir: [
    async ({}, use) => {
      const folder = modelFolder(realModelPath('smolLm2'));
      await use(folder);
      removeFolder(folder);
    },
    { scope: 'worker' },
  ],

  preparedDataDir: [
    async ({ shell, pageBrowser, modelsDir }, use) => {
      const dataDir = temporaryFolder('prepared');
      const app = await launch({ shell, browser: pageBrowser, dataDir, modelsDir });
      await new FirstRunPage(app.page).complete();
      await new ChatPage(app.page).message.waitFor();
      await app.close();
      rmSync(join(dataDir, 'lock'), { recursive: true, force: true });
      await use(dataDir);
      removeFolder(dataDir);
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  app: [
    async ({ shell, pageBrowser, modelsDir, preparedDataDir }, use) => {
      const dataDir = copyOf(preparedDataDir);
      const app = await launch({ shell, browser: pageBrowser, dataDir, modelsDir });
      await use(app);
      await app.close();
      removeFolder(dataDir);
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  launchApp: async ({ shell, pageBrowser, modelsDir, preparedDataDir }, use) => {
    const started: { readonly app: RunningApp; readonly folder: string | null }[] = [];
    await use(async ({ isNew = false, ...given } = {}) => {
      const folder = given.dataDir ? null : isNew ? temporaryFolder('data') : copyOf(preparedDataDir);
      const dataDir = given.dataDir ?? folder ?? '';
      const app = await launch({ shell, browser: pageBrowser, modelsDir, ...given, dataDir });
      started.push({ app, folder });
      return withPages(app);
    });
    for (const { app } of started) await closeWhatLives(app);
    for (const { folder } of started) if (folder !== null) removeFolder(folder);
  },

  frame: async ({ app }, use) => use(new Frame(app.page)),

  chat: async ({ app, frame }, use) => {
    await frame.startConversation();
    await use(new ChatPage(app.page));
    await frame.closeDialogs();
  },

  inspector: async ({ app }, use) => use(new InspectorPanel(app.page)),
});

/** A test may have ended its app already, in any way. */
async function closeWhatLives(app: RunningApp): Promise<void> {
  const pids = app.pids();
  await app.close().catch(() => undefined);
  await ended(pids);
}
