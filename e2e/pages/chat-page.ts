/**
 * One conversation: its messages and the field to write the next one. Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { ConversationSettings, type ConversationChoices } from './conversation-settings.ts';

/** A reply with the small model, even on a busy machine. */
const replyTimeout = { timeout: 60_000 };

export class ChatPage {
  readonly message: Locator;
  readonly send: Locator;
  readonly stop: Locator;
  readonly replies: Locator;
  readonly userMessages: Locator;
  readonly meter: Locator;
  readonly tokenCount: Locator;
  /** The bar of the context, which opens its parts. */
  readonly contextButton: Locator;
  readonly contextDetails: Locator;
  /** Says that the messages before it are read as a summary. */
  readonly summaryMark: Locator;
  readonly error: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.message = page.getByRole('textbox', { name: /^(Message|Text to continue|Texte à continuer)$/ });
    this.send = page.getByRole('button', { name: /^(Send|Envoyer)$/ });
    this.stop = page.getByRole('button', { name: /^(Stop|Stopping)$/ });
    this.replies = page.getByRole('article', { name: /^(Reply of|Réponse de)/ });
    this.userMessages = page.getByRole('article', { name: /^(You|Vous)$/ });
    this.meter = page.getByRole('meter');
    this.tokenCount = page.getByTestId('context-meter').getByText(/^\d+ tokens?$/);
    this.contextButton = page.getByTestId('context-meter').getByRole('button');
    this.contextDetails = page.getByRole('dialog', {
      name: /^(What fills the context|Ce qui remplit le contexte)$/,
    });
    this.summaryMark = page.locator('[data-summary-mark]');
    this.error = page.getByRole('alert');
  }

  get lastReply(): Locator {
    return this.replies.last();
  }

  get lastUserMessage(): Locator {
    return this.userMessages.last();
  }

  /** Changes the settings of this conversation through its dialog. */
  configure(choices: ConversationChoices): Promise<void> {
    return new ConversationSettings(this.page).apply(choices);
  }

  async setTemperature(temperature: number): Promise<void> {
    const settings = new ConversationSettings(this.page);
    await settings.open();
    await settings.enter(settings.temperature, temperature);
    await settings.close();
  }

  /** Sends a message and comes back when it stands in the conversation. */
  async submit(text: string): Promise<void> {
    const before = await this.userMessages.count();
    await this.message.fill(text);
    await this.message.press('Enter');
    await expect(this.userMessages).toHaveCount(before + 1);
  }

  /** Sends a message and waits for the end of the reply, which may not be an error. */
  async ask(text: string): Promise<Locator> {
    const before = await this.replies.count();
    await this.submit(text);
    await expect(this.replies).toHaveCount(before + 1);
    await this.hasEnded();
    await expect(this.lastReply.getByRole('alert')).toHaveCount(0);
    return this.lastReply;
  }

  /** Waits until the last reply has begun to show text. */
  async isWriting(): Promise<void> {
    await expect(this.stop).toBeVisible();
    await expect(this.lastReply.getByText(/^Writing · /)).toBeVisible(replyTimeout);
  }

  /** Waits until the last reply shows at least so many tokens. */
  async hasWritten(tokens: number): Promise<void> {
    await expect.poll(() => this.writtenTokens(), replyTimeout).toBeGreaterThanOrEqual(tokens);
  }

  /** Tokens that the line under the last reply counts, while it is written or after; 0 while there is none. */
  async writtenTokens(): Promise<number> {
    const lines = await this.lastReply.getByText(/^(Writing ·|SmolLM2).* [\d,]+\stokens?/).allTextContents();
    return Number(/([\d,]+)\stokens?/.exec(lines[0] ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** Waits for the end of the last reply, however it ends. */
  async hasEnded(): Promise<void> {
    await expect(this.lastReply).toHaveAttribute('aria-busy', 'false', replyTimeout);
    await expect(this.send).toBeVisible();
  }

  /** The line under a reply: model, tokens, speed, how it ended. */
  figures(reply: Locator = this.lastReply): Locator {
    return reply.getByTestId('reply-figures');
  }

  /** The text of a reply, without the tokens behind its end. Empty while there is none. */
  async textOf(reply: Locator = this.lastReply): Promise<string> {
    const blocks = await reply.locator('.markdown-block').allTextContents();
    return blocks.join('\n');
  }

  regenerate(reply: Locator = this.lastReply): Locator {
    return reply.getByRole('button', { name: /^(Write again|Réécrire)$/ });
  }

  goOn(reply: Locator = this.lastReply): Locator {
    return reply.getByRole('button', { name: 'Go on' });
  }

  /** ‹2/3› of a message or reply. */
  version(of: Locator): Locator {
    return of.getByRole('group', { name: /^Version \d+ of \d+$/ });
  }

  /** Writes the last reply again and waits for its end. */
  async regenerateAndWait(): Promise<string> {
    const [, count] = /of (\d+)$/.exec((await this.versionName()) ?? '') ?? [];
    const next = Number(count ?? 1) + 1;
    await this.lastReply.hover();
    await this.regenerate().click();
    await expect(this.version(this.lastReply)).toHaveAccessibleName(`Version ${next} of ${next}`);
    await this.hasEnded();
    return this.textOf();
  }

  private async versionName(): Promise<string | null> {
    const version = this.version(this.lastReply);
    return (await version.count()) === 0 ? null : version.getAttribute('aria-label');
  }
}
