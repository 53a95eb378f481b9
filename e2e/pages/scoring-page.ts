/**
 * The screen that scores a text. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { openInstrument } from './instruments.ts';
import { startRun } from './start-run.ts';

export class ScoringPage {
  readonly text: Locator;
  readonly score: Locator;
  readonly status: Locator;
  readonly pause: Locator;
  readonly goOn: Locator;
  readonly cancel: Locator;
  readonly result: Locator;
  readonly details: Locator;
  readonly chosen: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.text = main.getByRole('textbox', { name: /^(Text|Texte)$/ });
    this.score = main.getByRole('button', { name: /^(Score|Mesurer)$/ });
    this.status = main.getByRole('status');
    this.pause = main.getByRole('button', { name: 'Pause' });
    this.goOn = main.getByRole('button', { name: 'Go on' });
    this.cancel = main.getByRole('button', { name: 'Cancel' });
    this.result = main.getByRole('group', { name: /^(Scored text|Texte mesuré)/ });
    this.details = main.getByRole('region', { name: /^(Chosen unit|Unité choisie)$/ });
    this.chosen = this.result.locator('.token-chosen');
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'scoring');
  }

  async start(text: string): Promise<void> {
    await this.text.fill(text);
    await startRun(this.score, this.page);
  }

  async isComplete(): Promise<void> {
    await expect(this.status.and(this.page.locator('[data-state=complete]'))).toBeVisible({
      timeout: 90_000,
    });
  }

  /** One of the figures over the text. */
  total(name: string): Locator {
    return this.page.getByRole('main').locator('dl > div').filter({ hasText: name }).locator('dd');
  }
}
