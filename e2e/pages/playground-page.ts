/**
 * The sampler playground. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { openInstrument } from './instruments.ts';

export class PlaygroundPage {
  readonly table: Locator;
  readonly place: Locator;
  readonly draw: Locator;
  readonly survivors: Locator;
  readonly loadFull: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.table = main.getByRole('table').first();
    this.place = main.getByRole('slider', { name: /^(Token of the text|Jeton du texte)$/ });
    this.draw = main.getByTestId('draw');
    this.survivors = this.table.getByRole('row', { name: /^Survivors/ });
    this.loadFull = main.getByRole('button', { name: /^Load the full row/ });
  }

  /** From the conversation, with whatever token is chosen there. */
  async open(): Promise<void> {
    await openInstrument(this.page, 'playground');
    await expect(this.place).toBeVisible();
    await expect(this.table).toBeVisible();
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  radio(name: string): Locator {
    return this.page.getByRole('main').getByRole('radio', { name, exact: true });
  }

  /** Rows of tokens that a stage removed. */
  removedBy(stage: string): Locator {
    return this.table.getByRole('row').filter({ hasText: `removed by ${stage}` });
  }

  async enter(parameter: string, value: number): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name: parameter, exact: true });
    await field.fill(String(value));
    await field.press('Enter');
    await expect(field).toHaveValue(String(value));
  }

  /** How many tokens are left at the end, as it stands on screen. */
  async left(): Promise<string> {
    // The last cell is that of the draw.
    return ((await this.survivors.getByRole('cell').nth(-2).textContent()) ?? '').trim();
  }
}
