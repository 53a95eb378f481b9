/**
 * The inspector beside the text, the heat map over it and its legend. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class InspectorPanel {
  readonly panel: Locator;
  readonly tokenTab: Locator;
  readonly promptTab: Locator;
  readonly position: Locator;
  readonly heading: Locator;
  readonly sentences: Locator;
  readonly table: Locator;
  readonly rows: Locator;
  readonly chosenRow: Locator;
  readonly tailRow: Locator;
  readonly figures: Locator;
  readonly firstToken: Locator;
  readonly legend: Locator;
  readonly scorePrompt: Locator;
  readonly template: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.locator('.inspector');
    this.tokenTab = this.panel.getByRole('tab', { name: 'Token' });
    this.promptTab = this.panel.getByRole('tab', { name: 'What the model read' });
    this.position = this.panel.getByRole('slider', { name: 'Tokens of the text' });
    this.heading = this.panel.locator('.token-heading');
    this.sentences = this.panel.locator('.sentences');
    this.table = this.panel.getByRole('table');
    this.rows = this.table.getByRole('row');
    this.chosenRow = this.rows.filter({ hasText: 'chosen' });
    this.tailRow = this.rows.filter({ hasText: /^The other/ });
    this.figures = this.panel.getByRole('region', { name: 'Figures' });
    this.firstToken = this.panel.getByRole('button', { name: 'First token' });
    this.legend = page.getByRole('group', { name: 'Heat map: choose a step to see it alone' });
    this.scorePrompt = this.panel.getByRole('button', { name: 'Score the prompt' });
    this.template = this.panel.getByRole('button', { name: /template tokens?$/ });
  }

  /** The value of a figure, as it stands on screen. */
  async figure(name: string): Promise<string> {
    const value = this.figures.locator('.fact').filter({ has: this.page.getByText(name, { exact: true }) });
    return ((await value.locator('dd').textContent()) ?? '').trim();
  }

  /** What the rows of the alternatives say, without the keys that stand before them while a branch is possible. */
  rowTexts(): Promise<string[]> {
    return this.rows.evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('th, td')]
          .map((cell) => (cell.querySelector('.check + *')?.textContent ?? cell.textContent ?? '').trim())
          .join(' '),
      ),
    );
  }

  /** Waits until the panel shows this token of this many. */
  async isAt(position: number): Promise<void> {
    await expect(this.position).toHaveText(new RegExp(`^Token ${position} of [\\d,]+$`));
  }

  async total(): Promise<number> {
    return Number(await this.position.getAttribute('aria-valuemax'));
  }

  /** The tokens that lie on the text of a reply, while the heat map or the inspector is on. */
  tokens(reply: Locator): Locator {
    return reply.locator('[data-cell]');
  }

  /** Tokens that have a step of the heat map. */
  coloured(reply: Locator): Locator {
    return reply.locator('[data-cell][class*="heat-"]');
  }

  /** The tokens of the prompt. */
  get promptTokens(): Locator {
    return this.panel.locator('[data-position]');
  }
}
