/**
 * The list of models. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class ModelsPage {
  readonly list: Locator;
  readonly rejected: Locator;
  readonly rescan: Locator;
  /** What the models hold. */
  readonly memory: Locator;
  /** A line for each model in memory. */
  readonly holdings: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('main').getByRole('list', { name: /^(Models|Modèles)$/ });
    this.rejected = page.getByRole('region', { name: 'Files that are no models' });
    this.memory = page.getByRole('region', { name: /^(Memory of the models|Mémoire des modèles)$/ });
    this.holdings = this.memory.getByRole('listitem');
    this.rescan = page.getByRole('button', { name: 'Look again' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: 'Models', exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  }

  model(name: RegExp): Locator {
    return this.list.getByRole('listitem').filter({ hasText: name });
  }

  async showDetails(model: Locator): Promise<void> {
    const fold = model.getByRole('button', { name: /^Details of/ });
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
  }

  /** Loads the model with a context of so many tokens from now on. */
  async setContext(model: Locator, tokens: number): Promise<void> {
    await this.showDetails(model);
    const field = model.getByRole('spinbutton', { name: 'Context in tokens' });
    await field.fill(String(tokens));
    await field.press('Enter');
    if (await model.getByRole('button', { name: 'Unload' }).isVisible())
      await model.getByRole('button', { name: 'Unload' }).click();
    await model.getByRole('button', { name: 'Load', exact: true }).click();
    await expect(model.getByRole('button', { name: 'Unload' })).toBeVisible({ timeout: 60_000 });
  }
}
