/**
 * The dialog with a conversation's system prompt and sampler settings. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export type ConversationChoices = {
  readonly systemPrompt?: string;
  readonly preset?: 'Greedy' | 'Precise' | 'Balanced' | 'Creative';
  readonly seed?: number;
  /** Most tokens of a reply. */
  readonly longestReply?: number;
  /** Takes the end tokens away from the model: a reply ends at its limit or when it is stopped. */
  readonly isEndless?: boolean;
};

/** <|endoftext|> and <|im_end|> of SmolLM2. */
const endTokenIds = [0, 2];

export class ConversationSettings {
  readonly dialog: Locator;
  readonly systemPrompt: Locator;
  readonly seed: Locator;
  readonly longestReply: Locator;
  readonly temperature: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Settings of this conversation' });
    this.systemPrompt = this.dialog.getByRole('textbox', { name: /^System prompt/ });
    this.seed = this.dialog.getByRole('spinbutton', { name: 'Seed' });
    this.temperature = this.dialog.getByRole('spinbutton', { name: 'Temperature' });
    this.longestReply = this.dialog.getByRole('spinbutton', { name: 'Longest reply' });
  }

  preset(name: string): Locator {
    return this.dialog.getByRole('radio', { name });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Settings of this conversation' }).click();
    await expect(this.dialog).toBeVisible();
  }

  async close(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Close' }).click();
    await expect(this.dialog).toBeHidden();
  }

  async showAllParameters(): Promise<void> {
    const fold = this.dialog.getByRole('button', { name: 'All parameters' });
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
  }

  async apply(choices: ConversationChoices): Promise<void> {
    const { systemPrompt, preset, seed, longestReply, isEndless } = choices;
    await this.open();
    if (systemPrompt !== undefined) await this.systemPrompt.fill(systemPrompt);
    if (preset !== undefined) await this.preset(preset).click();
    await this.showAllParameters();
    if (seed !== undefined) await this.enter(this.seed, seed);
    if (longestReply !== undefined) await this.enter(this.longestReply, longestReply);
    if (isEndless === true) await this.takeEndTokens();
    await this.close();
  }

  /** Types a number; it holds when this comes back. */
  async enter(field: Locator, value: number): Promise<void> {
    await field.fill(String(value));
    await field.press('Enter');
    await expect(field).toHaveValue(String(value));
  }

  /** The model cannot end its replies by itself. */
  async takeEndTokens(): Promise<void> {
    for (const [index, tokenId] of endTokenIds.entries()) {
      await this.dialog.getByRole('button', { name: 'Add a token' }).click();
      await this.enter(this.dialog.getByRole('spinbutton', { name: 'Token id' }).nth(index), tokenId);
      await this.enter(this.dialog.getByRole('spinbutton', { name: 'Added' }).nth(index), -100);
    }
  }
}
