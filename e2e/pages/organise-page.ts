/**
 * Folders, tags, the archive and the bin in the column of conversations. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import type { Frame } from './frame.ts';

export class OrganisePage {
  readonly menu: Locator;
  readonly back: Locator;
  /** The rows of all folders, in their order. */
  readonly folders: Locator;
  readonly archiveNotice: Locator;
  readonly takeOut: Locator;
  readonly tagField: Locator;
  private readonly frame: Frame;
  private readonly page: Page;

  constructor(frame: Frame) {
    this.frame = frame;
    this.page = frame.sidebar.page();
    this.menu = frame.sidebar.getByRole('button', {
      name: /^(Sort and filter the conversations|Trier et filtrer les conversations)$/,
    });
    this.back = frame.sidebar.getByRole('button', {
      name: /^(Back to all conversations|Retour à toutes les conversations)$/,
    });
    this.folders = frame.sidebar.locator('[data-folder]');
    const main = this.page.getByRole('main');
    this.archiveNotice = main.getByText('This conversation is in the archive.');
    this.takeOut = main.getByRole('button', { name: 'Take out of the archive' });
    this.tagField = frame.dialog.getByRole('combobox');
  }

  /** Shows the archive, the bin, or what has a tag. */
  async show(name: string): Promise<void> {
    await this.menu.click();
    await this.page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
    await expect(this.back).toBeVisible();
  }

  async newFolder(name: string): Promise<void> {
    await this.menu.click();
    await this.page.getByRole('menuitem').first().click();
    const field = this.frame.sidebar.getByRole('textbox', { name: /^(Name of the folder|Nom du dossier)$/ });
    await field.fill(name);
    await field.press('Enter');
    await expect(this.folderRow(name)).toBeVisible();
  }

  folderRow(name: string): Locator {
    return this.folders.filter({ hasText: name });
  }

  inFolder(name: string, title: string): Locator {
    return this.frame.sidebar
      .getByRole('region', { name, exact: true })
      .getByRole('listitem')
      .filter({ has: this.page.getByText(title, { exact: true }) });
  }

  async actOnFolder(name: string, action: string): Promise<void> {
    await this.folderRow(name).hover();
    await this.page.getByRole('button', { name: `Actions for the folder ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async byPalette(command: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page.getByRole('combobox').fill(command);
    await this.page.keyboard.press('Enter');
    await expect(this.frame.dialog.getByRole('group')).toBeVisible();
  }
}
