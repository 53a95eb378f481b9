/**
 * The screen that finds models. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class HubPage {
  readonly heading: Locator;
  readonly query: Locator;
  readonly searchButton: Locator;
  readonly filters: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly results: Locator;
  readonly backToList: Locator;
  readonly sum: Locator;
  private readonly page: Page;
  private readonly main: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main');
    this.heading = this.main.getByRole('heading', { level: 1, name: /^(Find models|Trouver des modèles)$/ });
    this.query = this.main.getByRole('searchbox');
    this.searchButton = this.main.getByRole('search').getByRole('button').first();
    this.filters = this.main.getByRole('combobox');
    this.list = this.main.getByRole('region', { name: /^(The list of Prisme|La liste de Prisme)$/ });
    this.rows = this.list.locator('li').filter({ has: page.getByRole('button', { name: /^(Show|Afficher)/ }) });
    this.results = this.main.getByRole('region', { name: /^(Find models|Trouver des modèles)$/ });
    this.backToList = this.main.getByRole('button', { name: /^(Back to the list|Retour à la liste)/ });
    this.sum = page.getByRole('dialog').getByRole('table');
  } // prettier-ignore

  /** By the palette. */
  async open(): Promise<void> {
    const language = await this.page.locator('html').getAttribute('lang');
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page
      .getByRole('combobox')
      .last()
      .fill(language === 'fr' ? 'Trouver des modèles' : 'Find models');
    await this.page.keyboard.press('Enter');
    await expect(this.heading).toBeVisible();
    await expect(this.list).toBeVisible();
  }

  /** Asks the hub. */
  async search(words: string): Promise<void> {
    await this.query.fill(words);
    await this.searchButton.click();
    await expect(this.results).toHaveAttribute('aria-busy', 'false');
  }

  async filter(index: number, value: string): Promise<void> {
    await this.filters.nth(index).selectOption(value);
  }

  /** Shows the files of a model, which asks the hub. */
  async showFiles(name: RegExp): Promise<void> {
    await this.main.getByRole('button', { name }).click();
    await expect(this.main.locator('section[aria-busy=false]').first()).toBeVisible();
  }

  /** A quantisation of the repository that is open. */
  file(quantisation: string): Locator {
    return this.main
      .getByRole('listitem')
      .filter({ has: this.page.getByText(quantisation, { exact: true }) });
  }

  verdict(row: Locator): Locator {
    return row.locator('[data-verdict]');
  }
}
