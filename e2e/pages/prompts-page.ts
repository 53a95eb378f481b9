/**
 * The prompt library, and the list that a slash opens in the message field. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class PromptsPage {
  readonly heading: Locator;
  readonly rows: Locator;
  readonly newPrompt: Locator;
  readonly search: Locator;
  readonly dialog: Locator;
  /** Above the message field. */
  readonly list: Locator;
  readonly options: Locator;
  /** The form of the variables of the prompt that was taken. */
  readonly values: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.heading = main.getByRole('heading', {
      name: /^(Prompt library|Bibliothèque de demandes)$/,
      level: 1,
    });
    this.rows = main.locator('[data-prompt]');
    this.newPrompt = main.getByRole('button', { name: /^(New prompt|Nouvelle demande)$/ });
    this.search = main.getByRole('searchbox');
    this.dialog = page.getByRole('dialog', {
      name: /^(New prompt|Edit the prompt|Nouvelle demande|Modifier la demande)$/,
    });
    this.list = main.getByRole('listbox', { name: /^(Prompts|Demandes)$/ });
    this.options = this.list.getByRole('option');
    this.values = page.getByRole('dialog', { name: /^(Variables of|Variables de) / });
  }

  async open(): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: /^(Prompts|Demandes)$/ })
      .click();
    await expect(this.heading).toBeVisible();
  }

  /** By the keyboard alone, each key right behind the one before. */
  async write(name: string, text: string): Promise<void> {
    await this.newPrompt.press('Enter');
    const { keyboard } = this.page;
    await keyboard.type(name);
    for (let field = 0; field < 3; field += 1) await keyboard.press('Tab');
    await keyboard.type(text);
    await keyboard.press('ControlOrMeta+Enter');
    await expect(this.dialog).toHaveCount(0);
    await expect(this.rows.filter({ hasText: name })).toBeVisible();
  }

  /** The first that is offered. */
  async addSuggestion(): Promise<void> {
    const before = await this.rows.count();
    const suggestions = this.page.getByRole('region', { name: 'Suggestions' });
    await suggestions.getByRole('button').first().click();
    await expect(this.rows).toHaveCount(before + 1);
  }

  async deleteFirst(): Promise<void> {
    const before = await this.rows.count();
    await this.rows.first().getByRole('button').last().click();
    await this.page.getByRole('menuitem').last().click();
    await expect(this.rows).toHaveCount(before - 1);
  }

  async act(name: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }
}
