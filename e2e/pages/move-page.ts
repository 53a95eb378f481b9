/**
 * The dialog that takes conversations along and brings them in. Runs in the test process.
 */
import type { Locator, Page } from '@playwright/test';
import type { RunningApp } from '../support/launch.ts';
import { Exports } from './exports.ts';

export class MovePage {
  readonly dialog: Locator;
  readonly result: Locator;
  private readonly app: RunningApp;
  private readonly page: Page;

  constructor(app: RunningApp) {
    this.app = app;
    this.page = app.page;
    this.dialog = this.page.getByRole('dialog');
    this.result = this.dialog.getByRole('status');
  }

  /** By keyboard alone: from the palette. */
  async open(typed = 'export and import'): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page.getByRole('combobox').fill(typed);
    await this.page.keyboard.press('Enter');
    await this.exportButton.waitFor();
  }

  get exportButton(): Locator {
    return this.dialog.getByRole('button', { name: /^Export(er)? \d/ });
  }

  /** Exports what is chosen, and gives the path of the file. */
  async save(folder: string): Promise<string> {
    return await new Exports(this.app, folder).saveBy(this.exportButton);
  }

  async choose(...paths: string[]): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.dialog.getByRole('button', { name: 'Choose files…' }).click(),
    ]);
    await chooser.setFiles(paths);
  }

  /** Drops a file with this text anywhere on the window. */
  async drop(name: string, text: string): Promise<void> {
    await this.page.evaluate(
      ([fileName, content]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content ?? ''], fileName ?? ''));
        for (const type of ['dragover', 'drop'])
          window.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, text],
    );
  }
}
