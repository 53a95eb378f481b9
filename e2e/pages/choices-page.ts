/**
 * The screen of questions with answers. Runs in the test process. Its parts are found by their roles, in either language.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { openInstrument } from './instruments.ts';
import { startRun } from './start-run.ts';

export class ChoicesPage {
  readonly question: Locator;
  readonly answers: Locator;
  readonly run: Locator;
  readonly status: Locator;
  readonly file: Locator;
  readonly result: Locator;
  readonly accuracy: Locator;
  readonly answerRows: Locator;
  readonly exportMenu: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.question = main.getByRole('textbox', { name: 'Question', exact: true });
    this.answers = main.getByRole('textbox', { name: /^(Answers|Réponses)/ });
    this.run = main.getByRole('button', { name: /^(Score the answers|Mesurer les réponses)$/ });
    this.result = main.locator('[data-choices-result]');
    this.status = this.result.getByRole('status');
    this.file = main.locator('input[type=file]');
    this.accuracy = this.result.getByRole('table', { name: /^(How often|À quelle fréquence)/ });
    this.answerRows = this.result
      .getByRole('table', { name: /^(Answers of|Réponses de)/ })
      .locator('tbody tr');
    this.exportMenu = main.getByRole('button', { name: /^(Export these|Exporter ces)/ });
  }

  async open(): Promise<void> {
    await openInstrument(this.page, 'choices');
  }

  /** One question, its answers one a line. */
  async ask(question: string, answers: readonly string[]): Promise<void> {
    await this.question.fill(question);
    await this.answers.fill(answers.join('\n'));
    await this.start();
  }

  async start(): Promise<void> {
    await startRun(this.run, this.page);
  }

  async isComplete(): Promise<void> {
    await expect(this.status).toHaveAttribute('data-state', 'complete', { timeout: 90_000 });
  }

  /** The numbers of an answer, in the order of the columns. */
  async numbersOf(answer: string): Promise<readonly string[]> {
    return await this.answerRows.filter({ hasText: answer }).locator('td').allTextContents();
  }
}
