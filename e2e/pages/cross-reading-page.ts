/**
 * The instrument that compares readings. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { openInstrument } from './instruments.ts';

export class CrossReadingPage {
  readonly text: Locator;
  readonly run: Locator;
  readonly stop: Locator;
  readonly status: Locator;
  readonly models: Locator;
  readonly table: Locator;
  readonly against: Locator;
  readonly map: Locator;
  readonly pieces: Locator;
  readonly continuations: Locator;
  readonly disagreements: Locator;
  readonly matrix: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.text = main.getByRole('textbox').first();
    this.run = main.getByRole('button', { name: /^(Read|Lire)$/ });
    this.stop = main.getByRole('button', { name: /^(Stop|Arrêter)$/ });
    this.status = main.getByRole('status').filter({ hasText: /\S/ }).first();
    this.models = main.getByRole('group', { name: /^(Models that|Modèles qui)/ });
    this.table = main.getByRole('table').first();
    this.against = main.getByRole('region', { name: /^(Against the reference|Par rapport à la référence)$/ });
    this.map = main.getByRole('region', { name: /^(The text in colours|Le texte en couleurs)$/ });
    this.pieces = this.map.locator('[data-piece]');
    this.continuations = main.getByRole('region', { name: /^(How each goes on|La suite la plus probable)/ });
    this.disagreements = main.getByRole('region', { name: /disagree most|désaccord/ });
    this.matrix = main.getByRole('region', { name: /^(Who is surprised|Qui est surpris)/ }).first();
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'crossReading');
  }

  /** Exactly these models, the first as the reference. */
  async choose(...names: readonly RegExp[]): Promise<void> {
    const boxes = this.models.getByRole('checkbox');
    await expect(boxes.first()).toBeVisible();
    for (const box of await boxes.all()) await box.uncheck();
    for (const name of names) await this.models.getByRole('checkbox', { name }).check();
  }

  async hasEnded(): Promise<void> {
    await expect(this.status).toHaveText(/^(Complete|Stopped|Terminé|Arrêté)/, { timeout: 120_000 });
  }

  /** What stands beside a name in the list of one pair. */
  async fact(name: RegExp): Promise<string> {
    const row = this.against.locator('dl > div').filter({ has: this.page.locator('dt', { hasText: name }) });
    return (await row.first().locator('dd').textContent()) ?? '';
  }
}
