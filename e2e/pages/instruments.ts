/**
 * The bench of the next token and the tokeniser view. Runs in the test process. The ways there are positions in the
 * menu of instruments, the same in each language.
 */
import { type Locator, type Page, expect } from '@playwright/test';

/** In the order of the menu. */
const menu = [
  'nextToken',
  'scoring',
  'crossReading',
  'choices',
  'grids',
  'tree',
  'tokenizer',
  'playground',
  'hesitations',
  'comparisons',
] as const;

/** Opens an instrument by its place in the menu. */
export async function openInstrument(page: Page, instrument: (typeof menu)[number]): Promise<void> {
  await page.locator('[data-instruments]').click();
  await page.getByRole('menuitem').nth(menu.indexOf(instrument)).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
}

export class NextTokenBench {
  readonly text: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly reading: Locator;
  readonly exactness: Locator;
  readonly before: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.text = main.locator('textarea').last();
    this.list = main.getByRole('listbox');
    this.rows = main.getByRole('option');
    this.reading = page.getByTestId('reading');
    this.exactness = page.getByTestId('exactness');
    this.before = page.getByTestId('tokens-before');
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'nextToken');
  }

  /** Waits until the list belongs to the place where the caret is. */
  async isRead(): Promise<void> {
    await expect(this.reading).toHaveAttribute('data-fresh', 'true', { timeout: 90_000 });
  }

  /** Token ids and raw probabilities, most probable first. */
  async candidates(): Promise<readonly { readonly id: number; readonly p: number }[]> {
    return await this.rows.evaluateAll((rows) =>
      rows.map((row) => ({
        id: Number(row.getAttribute('data-token-id')),
        p: Number(row.querySelector('[data-probability]')?.getAttribute('data-probability')),
      })),
    );
  }
}

export class TokenizerView {
  readonly text: Locator;
  readonly boxes: Locator;
  readonly list: Locator;
  readonly details: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.text = main.getByRole('textbox');
    this.list = main.getByRole('listbox');
    this.boxes = main.getByRole('option');
    this.details = page.getByTestId('token-details');
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'tokenizer');
  }

  /** A total, as it stands on screen. */
  async total(name: string): Promise<string> {
    const figure = this.page.locator('dl > div').filter({ has: this.page.getByText(name, { exact: true }) });
    return (await figure.locator('dd').textContent()) ?? '';
  }
}
