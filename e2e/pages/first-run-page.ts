/**
 * The first start in three steps. Runs in the test process. Names are English unless a test says otherwise.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { Frame } from './frame.ts';

const calibrationTimeout = { timeout: 90_000 };

export class FirstRunPage {
  readonly progress: Locator;
  readonly next: Locator;
  readonly back: Locator;
  readonly skip: Locator;
  readonly start: Locator;
  readonly models: Locator;
  readonly measuring: Locator;
  readonly result: Locator;
  readonly heading: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.progress = main.getByText(/^(Step|Étape) \d/);
    this.heading = main.getByRole('heading', { level: 1 });
    this.next = main.getByRole('button', { name: /^(Next|Suivant|Continuer)$/ });
    this.back = main.getByRole('button', { name: /^(Back|Retour|Précédent)$/ });
    this.skip = main.getByRole('button', { name: /^(Skip|Passer|Ignorer)$/ });
    this.start = main.getByRole('button', { name: /^(Start|Commencer)$/ });
    this.models = main.getByRole('list').getByRole('button');
    this.measuring = main.getByRole('progressbar');
    this.result = main.getByRole('status').first();
  }

  language(name: 'English' | 'Français'): Locator {
    return this.page.getByRole('radio', { name });
  }

  /** Chooses the language; it holds when this comes back. */
  async choose(name: 'English' | 'Français'): Promise<void> {
    await this.language(name).click();
    await expect(this.language(name)).toBeChecked();
  }

  /**
   * Goes through all three steps in English, with the first model. Titles stay the first words from then on: no spec and
   * no bench finds another title than it typed, or a model at work behind its reply, unless it switches them on.
   */
  async complete(): Promise<void> {
    await this.choose('English');
    await this.next.click();
    await this.models.first().click();
    await this.isMeasured();
    await this.start.click();
    await new Frame(this.page).chooseTitles('First words');
  }

  /** To the second step, and from there to where models are found. */
  async findModels(): Promise<void> {
    await this.choose('English');
    await this.next.click();
    await this.page
      .getByRole('main')
      .getByRole('button', { name: /^(Find a model|Trouver un modèle)$/ })
      .click();
  }

  /** Waits for the end of the measurement. */
  async isMeasured(): Promise<void> {
    await expect(this.start).toBeEnabled(calibrationTimeout);
  }
}
