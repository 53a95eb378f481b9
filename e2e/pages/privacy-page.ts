/**
 * The page about privacy. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class PrivacyPage {
  readonly heading: Locator;
  readonly requests: Locator;
  readonly listening: Locator;
  readonly data: Locator;
  readonly offline: Locator;
  readonly deleteEverything: Locator;
  readonly dialog: Locator;
  readonly typed: Locator;
  readonly confirm: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.heading = main.getByRole('heading', { level: 1, name: /^(Privacy|Confidentialité)$/ });
    this.requests = main.getByRole('region', { name: /^(Requests|Requêtes)/ });
    this.listening = main.getByRole('region', { name: /^(Sockets|Points d’écoute)/ });
    this.data = main.getByRole('region', { name: /^(Your data|Vos données)$/ });
    this.offline = main.getByRole('checkbox', { name: /^(Offline|Hors ligne)$/ });
    this.deleteEverything = main.getByRole('button', { name: /^(Delete everything|Tout supprimer)/ });
    this.dialog = page.getByRole('dialog');
    this.typed = this.dialog.getByRole('textbox');
    this.confirm = this.dialog.getByRole('button', { name: /(for good|pour de bon)$/ });
  }

  /** By the palette, which has the same keys in every language. */
  async open(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page.getByRole('combobox').fill(await this.word());
    await this.page.keyboard.press('Enter');
    await expect(this.heading).toBeVisible();
    await expect(this.data.getByRole('table')).toBeVisible();
  }

  private async word(): Promise<string> {
    const language = await this.page.locator('html').getAttribute('lang');
    return language === 'fr' ? 'Confidentialité' : 'Privacy';
  }
}
