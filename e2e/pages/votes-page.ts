/**
 * Blind votes: their beginning, a round, ratings and history. Runs in the test process. States are read from attributes,
 * so that they are the same in each language.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { ComparisonsPage } from './comparisons-page.ts';
import { openInstrument } from './instruments.ts';

/** Two replies of small models, even on a busy machine. */
const writeTimeout = { timeout: 180_000 };

export type Choice = 'a' | 'b' | 'tie' | 'bothBad';

export class VotesPage {
  readonly blind: Locator;
  readonly folder: Locator;
  readonly question: Locator;
  /** The round that is open. */
  readonly round: Locator;
  readonly answers: Locator;
  readonly takeBack: Locator;
  readonly needsTwoModels: Locator;
  readonly ratings: Locator;
  readonly history: Locator;
  readonly empty: Locator;
  private readonly page: Page;
  private readonly main: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main');
    this.blind = this.main.locator('[data-blind]');
    this.folder = this.main.locator('input[list]');
    this.question = this.main.getByRole('textbox', { name: /^Question$/ });
    this.round = this.main.locator('[data-round]');
    this.answers = this.main.locator('[data-answer]');
    this.takeBack = this.main.locator('[data-take-back]');
    this.needsTwoModels = this.main.locator('[data-needs-two-models]');
    this.ratings = this.main.locator('[data-rated-model]');
    this.history = this.main.locator('[data-history-vote]');
    this.empty = this.main.locator('[data-votes="0"]');
  }

  /** The beginning of a comparison, with hidden names. */
  async openBlind(): Promise<void> {
    await openInstrument(this.page, 'comparisons');
    const comparisons = new ComparisonsPage(this.page);
    if (await comparisons.all.isVisible()) await comparisons.all.click();
    if (await this.round.isVisible()) await this.showAll();
    await this.showComparisons();
    await this.blind.check();
    await expect(this.question).toBeVisible();
    await comparisons.makeGreedy();
  }

  async showVotes(): Promise<void> {
    await this.view(1);
  }

  async showComparisons(): Promise<void> {
    await this.view(0);
  }

  private async view(place: number): Promise<void> {
    await this.main.getByRole('radiogroup').first().getByRole('radio').nth(place).check({ force: true });
  }

  /** From a round back to votes and ratings. */
  async showAll(): Promise<void> {
    await this.main.getByRole('toolbar').getByRole('button').first().click();
    await expect(this.round).toHaveCount(0);
  }

  /** Asks, and waits for both answers. */
  async ask(question: string): Promise<void> {
    await this.question.fill(question);
    await this.question.press('Enter');
    // The round before it is ready too, and stands there for another moment.
    const asked = this.round.filter({ has: this.page.locator('[data-question]', { hasText: question }) });
    await expect(asked).toHaveAttribute('data-vote', 'none');
    await expect(asked).toHaveAttribute('data-round', 'ready', writeTimeout);
  }

  async vote(choice: Choice): Promise<void> {
    await this.round.locator(`[data-choice="${choice}"]`).click();
    await this.hasVote(choice);
  }

  async hasVote(choice: Choice | 'none'): Promise<void> {
    await expect(this.round).toHaveAttribute('data-vote', choice);
  }

  /** The ids of the models on the sides; null: hidden. */
  async models(): Promise<readonly (string | null)[]> {
    await expect(this.answers).toHaveCount(2);
    return await this.answers.evaluateAll((sides) => sides.map((side) => side.getAttribute('data-model')));
  }

  async sideBySide(): Promise<void> {
    await this.main.getByRole('toolbar').getByRole('button').last().click();
    await expect(this.page.getByTestId('lane-state')).toHaveCount(2);
  }

  async chooseFolder(name: string): Promise<void> {
    await this.main.getByRole('combobox').selectOption({ label: name });
  }
}
