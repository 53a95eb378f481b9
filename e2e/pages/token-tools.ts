/**
 * What can be done at the chosen token: branching and exact figures. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class TokenTools {
  readonly ownText: Locator;
  readonly branch: Locator;
  readonly sample: Locator;
  readonly samples: Locator;
  readonly exact: Locator;
  readonly compute: Locator;
  readonly howProbable: Locator;
  readonly alternatives: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const branching = page.getByRole('region', { name: 'Branch from here' });
    this.ownText = branching.getByRole('textbox');
    this.branch = branching.getByRole('button', { name: 'Branch', exact: true });
    this.sample = branching.getByRole('button', { name: 'Sample ten from here' });
    this.samples = branching.getByRole('button', { name: /^Branch here with:/ });
    this.exact = page.getByRole('region', { name: 'Exact' });
    this.compute = this.exact.getByRole('button', { name: 'Compute exactly' });
    this.howProbable = this.exact.getByRole('textbox', { name: /^How probable/ });
    this.alternatives = page.locator('.inspector .branch-token');
  }

  /** The cells of a recomputed figure: recomputed, captured, difference. */
  async figure(name: string): Promise<readonly string[]> {
    const row = this.exact.getByRole('row').filter({
      has: this.page.getByRole('rowheader', { name, exact: true }),
    });
    await expect(row).toHaveCount(1);
    return row.getByRole('cell').allTextContents();
  }

  async ask(text: string): Promise<void> {
    await this.howProbable.fill(text);
    await this.howProbable.press('Enter');
  }
}
