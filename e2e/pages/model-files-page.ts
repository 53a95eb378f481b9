/**
 * The files behind the models: the page of one, the watched folders, the bin. Runs in the test process. Names are English unless a test says otherwise.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class ModelFilesPage {
  readonly add: Locator;
  readonly folders: Locator;
  readonly bin: Locator;
  readonly undo: Locator;
  readonly about: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.add = main.locator('button', { hasText: /(Add a GGUF file|Ajouter un fichier GGUF)/ });
    this.folders = main.getByRole('region', { name: /^(Watched folders|Dossiers surveillés)$/ });
    this.bin = main.getByRole('region', { name: /^(Bin|Corbeille)$/ });
    this.undo = page.getByRole('button', { name: 'Undo' });
    this.about = main.getByRole('article');
  }

  /** The line of a model in the list, by its name. */
  row(name: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: `All about ${name}`, exact: true }) });
  }

  async openPage(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `All about ${name}`, exact: true }).click();
    await expect(this.about).toBeVisible();
  }

  section(name: string): Locator {
    return this.about.getByRole('region', { name });
  }

  /** Chooses from the menu of a model's line. */
  async choose(name: string, action: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `Actions for ${name}` })
      .click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  /** Drops a file of this machine on the window: a file field gives the page what a drag would. */
  async drop(path: string): Promise<void> {
    await this.page.evaluate(() => {
      const field = document.createElement('input');
      field.type = 'file';
      field.id = 'dropped';
      document.body.append(field);
    });
    await this.page.setInputFiles('#dropped', path);
    await this.page.evaluate(() => {
      const field = document.querySelector('#dropped');
      const file = field instanceof HTMLInputElement ? field.files?.[0] : undefined;
      if (!file) throw new Error('no file');
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      field?.remove();
    });
  }
}
