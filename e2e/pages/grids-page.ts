/**
 * The prompt grid. Runs in the test process. Its parts are found by their roles, in either language.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { openInstrument } from './instruments.ts';
import { startRun } from './start-run.ts';

export class GridsPage {
  readonly prompts: Locator;
  readonly target: Locator;
  readonly run: Locator;
  readonly result: Locator;
  readonly status: Locator;
  readonly cells: Locator;
  readonly columnSpreads: Locator;
  readonly preview: Locator;
  readonly reply: Locator;
  readonly earlier: Locator;
  readonly exportMenu: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.prompts = main.getByRole('textbox', { name: /^(Prompts|Demandes), / });
    this.target = main.getByRole('textbox', { name: /^(Target|Cible)$/ });
    this.run = main.getByRole('button', { name: /^(Fill the grid|Remplir la grille)$/ });
    this.result = main.locator('[data-grid-result]');
    this.status = this.result.getByRole('status');
    this.cells = this.result.locator('[data-cell]');
    this.columnSpreads = this.result.locator('[data-column-spreads] td');
    this.preview = main.locator('[data-grid-preview] li');
    this.reply = page.locator('[data-grid-reply]');
    this.earlier = main.getByRole('region', { name: /^(Earlier grids|Grilles précédentes)$/ });
    this.exportMenu = this.result.getByRole('button', { name: /^(Export this|Exporter cette)/ });
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'grids');
  }

  /** Ticks edits by their names in English or French. */
  async tick(...names: readonly (string | RegExp)[]): Promise<void> {
    for (const name of names) await this.page.getByRole('main').getByRole('checkbox', { name }).check();
  }

  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole('main').getByRole('radio', { name }).check({ force: true });
  }

  async ask(prompts: readonly string[], target: string): Promise<void> {
    await this.prompts.fill(prompts.join('\n'));
    await this.target.fill(target);
    await this.start();
  }

  async start(): Promise<void> {
    await startRun(this.run, this.page);
  }

  async is(state: string): Promise<void> {
    await expect(this.status).toHaveAttribute('data-state', state, { timeout: 90_000 });
  }

  /** Cells that are filled. */
  get done(): Locator {
    return this.result.locator('[data-cell][data-state=done]');
  }
}
