/**
 * Files that leave the app and come back. Runs in the test process. Electron saves where it is told to here, since
 * nobody can answer its dialog.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locator, expect } from '@playwright/test';
import type { RunningApp } from '../support/launch.ts';

export class Exports {
  private readonly app: RunningApp;
  private readonly folder: string;

  constructor(app: RunningApp, folder: string) {
    this.app = app;
    this.folder = folder;
  }

  /** Picks an entry of an export menu and gives the path of the file that was saved. */
  async save(menu: Locator, entry: RegExp): Promise<string> {
    await menu.click();
    return this.saveBy(this.app.page.getByRole('menuitem', { name: entry }));
  }

  /** Clicks what saves a file and gives the path of it. */
  async saveBy(item: Locator): Promise<string> {
    const { page, electron } = this.app;
    if (electron !== null) {
      const saved = electron.evaluate(
        ({ session }, folder) =>
          new Promise<string>((resolve) => {
            session.defaultSession.once('will-download', (_event, download) => {
              const path = `${folder}/${download.getFilename()}`;
              download.setSavePath(path);
              download.once('done', (_done, state) => resolve(state === 'completed' ? path : state));
            });
          }),
        this.folder,
      );
      await item.click();
      return saved;
    }
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
    const path = join(this.folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  async import(path: string): Promise<void> {
    const { page } = this.app;
    await page.getByRole('button', { name: 'Instruments' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('menuitem', { name: 'Import a trace' }).click(),
    ]);
    await chooser.setFiles(path);
  }
}

/** Width and height from the header of a PNG. */
export function pngSize(path: string): { readonly width: number; readonly height: number } {
  const bytes = readFileSync(path);
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
