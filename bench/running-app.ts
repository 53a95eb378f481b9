/**
 * The whole app for a measurement: the web shell in a real Chromium, its first run done. Runs in the bench process,
 * on the same page objects as the end-to-end tests.
 */
import { type Browser, chromium } from '@playwright/test';
import { ChatPage } from '../e2e/pages/chat-page.ts';
import { FirstRunPage } from '../e2e/pages/first-run-page.ts';
import { Frame } from '../e2e/pages/frame.ts';
import { modelFolder, removeFolder, temporaryFolder } from '../e2e/support/folders.ts';
import { launch, type RunningApp } from '../e2e/support/launch.ts';

export type AppForBench = RunningApp & { readonly chat: ChatPage; readonly frame: Frame };

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['PRISME_CHROMIUM'];
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    // Chromium refuses its own sandbox to root, which is what containers run as.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** Runs `work` on an app with this model loaded, then ends everything that was started. */
export async function withApp<Result>(
  modelPath: string,
  work: (app: AppForBench) => Promise<Result>,
): Promise<Result> {
  const browser = await openBrowser();
  const dataDir = temporaryFolder('bench');
  const modelsDir = modelFolder(modelPath);
  const app = await launch({ shell: 'chromium', browser, dataDir, modelsDir });
  try {
    await new FirstRunPage(app.page).complete();
    return await work({ ...app, chat: new ChatPage(app.page), frame: new Frame(app.page) });
  } finally {
    await app.close();
    await browser.close();
    removeFolder(dataDir);
    removeFolder(modelsDir);
  }
}

/** The same on data that `seed` wrote between two starts; `after` reads them when the app has ended. */
export async function withSeededApp<Result>(
  modelPath: string,
  seed: (dataDir: string) => void,
  work: (app: AppForBench) => Promise<Result>,
  after: (dataDir: string) => void,
): Promise<Result> {
  const browser = await openBrowser();
  const dataDir = temporaryFolder('bench');
  const modelsDir = modelFolder(modelPath);
  const options = { shell: 'chromium', browser, dataDir, modelsDir } as const;
  let app = await launch(options);
  let isOpen = true;
  try {
    await new FirstRunPage(app.page).complete();
    await new ChatPage(app.page).message.waitFor();
    await app.close();
    isOpen = false;
    seed(dataDir);
    app = await launch(options);
    isOpen = true;
    const result = await work({ ...app, chat: new ChatPage(app.page), frame: new Frame(app.page) });
    await app.close();
    isOpen = false;
    after(dataDir);
    return result;
  } finally {
    if (isOpen) await app.close();
    await browser.close();
    removeFolder(dataDir);
    removeFolder(modelsDir);
  }
}
