/**
 * Documents around a conversation: those of the message being written, those of a sent one, and the text of one. Runs in the test
 * process.
 */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../support/test.ts';

export type GivenFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

export class DocumentsPage {
  /** Of the message being written. */
  readonly draft: Locator;
  readonly dialog: Locator;
  readonly find: Locator;
  readonly input: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.draft = page.locator('[data-composer-documents]').getByRole('listitem');
    this.dialog = page.getByRole('dialog');
    this.find = page.getByRole('searchbox', { name: 'Find in this document' });
    this.input = page.locator('form input[type=file]');
  }

  /** Chooses files with the button's own field, and comes back when each is attached. */
  async attach(...files: readonly GivenFile[]): Promise<void> {
    await this.input.setInputFiles([...files]);
    for (const { name } of files)
      await expect(this.page.getByRole('button', { name: `Remove ${name}` })).toBeVisible({
        timeout: 30_000,
      });
  }

  /** What the browser marks in the text. */
  marked(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...(CSS.highlights.get('found') ?? [])].map((range) => (range as Range).toString()),
    );
  }
}
