/**
 * The tree of continuations. Runs in the test process. Its rows are found by their roles, in either language.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { openInstrument } from './instruments.ts';

export class TreePage {
  readonly beginning: Locator;
  readonly grow: Locator;
  readonly stop: Locator;
  readonly status: Locator;
  readonly effort: Locator;
  readonly masses: Locator;
  readonly views: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly rowsThatGoOn: Locator;
  readonly chosen: Locator;
  readonly chosenRow: Locator;
  readonly paths: Locator;
  readonly blocks: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.beginning = main.getByRole('textbox', { name: /^(Beginning|Début)$/ });
    this.grow = main.getByRole('button', { name: /^(Grow|Faire pousser)$/ });
    this.stop = main.getByRole('button', { name: /^(Stop|Arrêter)$/ });
    const result = main.getByRole('region', { name: /^(Tree|Arbre)$/ });
    this.status = result.getByRole('status').first();
    this.effort = page.getByTestId('effort');
    this.masses = page.getByTestId('masses');
    this.views = result.getByRole('radiogroup', { name: /^(View|Vue)$/ });
    this.list = main.getByRole('tree');
    this.rows = this.list.getByRole('treeitem');
    this.rowsThatGoOn = this.rows.and(page.locator(':not([aria-label*="<|"])'));
    this.chosen = main.getByRole('region', { name: /^(Chosen place|Endroit choisi)$/ });
    this.chosenRow = this.list.locator('[aria-selected=true]');
    this.paths = main.getByRole('region', { name: /^(Drawn paths|Chemins tracés)$/ });
    this.blocks = main.getByRole('group', { name: /^(Blocks of continuations|Blocs des suites)/ });
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'tree');
  }

  /** Grows a small tree and waits for its end. */
  async growFrom(text: string, limits: Readonly<Record<string, number>> = {}): Promise<void> {
    await this.beginning.fill(text);
    for (const [name, value] of Object.entries(limits)) await this.limit(name, value);
    await this.grow.click();
    await this.hasEnded();
  }

  async limit(name: string, value: number): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name });
    await field.fill(String(value));
    await field.press('Tab');
  }

  async hasEnded(): Promise<void> {
    await expect(this.status).toHaveText(/^(Complete|Ended|Stopped|Complet|Terminé|Arrêté)/, {
      timeout: 90_000,
    });
  }

  /** The rows of one level as a screen reader hears them. */
  async names(level: number): Promise<readonly string[]> {
    const items = await this.list.locator(`[aria-level="${level}"]`).all();
    return Promise.all(items.map(async (item) => (await item.getAttribute('aria-label')) ?? ''));
  }
}
