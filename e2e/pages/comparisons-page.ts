/**
 * Comparisons: their beginning, their lanes, and what is held against each other. Runs in the test process. Found by
 * roles, in either language.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import { ConversationSettings } from './conversation-settings.ts';
import { openInstrument } from './instruments.ts';

/** Two replies of small models one after the other, even on a busy machine. */
const runTimeout = { timeout: 120_000 };

export class ComparisonsPage {
  readonly start: Locator;
  readonly add: Locator;
  /** Lanes before they begin. */
  readonly drafts: Locator;
  readonly lanes: Locator;
  readonly states: Locator;
  readonly prompt: Locator;
  readonly longestReply: Locator;
  readonly all: Locator;
  readonly stopAll: Locator;
  readonly tabs: Locator;
  readonly earlier: Locator;
  readonly pin: Locator;
  readonly pinned: Locator;
  readonly differences: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const main = page.getByRole('main');
    this.start = main.getByRole('button', { name: /^(Start|Commencer)$/ });
    this.add = page.getByRole('button', { name: /^(Add a lane|Ajouter une colonne)$/ });
    this.drafts = main.getByRole('group', { name: /^(Lane|Colonne) / });
    this.lanes = main.locator('[data-lane]');
    this.states = page.getByTestId('lane-state');
    this.prompt = main.getByRole('textbox', {
      name: /^(Prompt for all lanes|Demande pour toutes les colonnes)$/,
    });
    this.longestReply = main.getByRole('spinbutton', { name: /^(Longest reply|Réponse la plus longue)$/ });
    this.all = main.getByRole('button', { name: /^(All comparisons|Toutes les comparaisons)$/ });
    this.stopAll = main.getByRole('button', { name: /^(Stop all|Tout arrêter)$/ });
    this.tabs = main.getByRole('tab');
    this.earlier = main
      .getByRole('region', { name: /^(Earlier comparisons|Comparaisons précédentes)$/ })
      .getByRole('listitem');
    this.pin = main.getByRole('button', { name: /^(Pin this token|Épingler ce jeton)/ });
    this.pinned = main.locator('[data-pinned]');
    this.differences = page.getByTestId('differences');
  }

  /** Shows the list, whatever was open. */
  async open(): Promise<void> {
    await openInstrument(this.page, 'comparisons');
    if (await this.all.isVisible()) await this.all.click();
    await expect(this.start).toBeVisible();
  }

  /** Begins a comparison of two lanes as they are offered. */
  async begin(): Promise<void> {
    await this.start.click();
    await expect(this.prompt).toBeVisible();
  }

  /** Every lane takes the most probable token, and few of them: its replies are always the same. */
  async makeGreedy(longestReply = 24): Promise<void> {
    await expect(this.drafts).toHaveCount(2);
    for (const draft of await this.drafts.all())
      await draft.getByRole('radiogroup').last().getByRole('radio').first().check({ force: true });
    await this.longestReply.fill(String(longestReply));
    await this.longestReply.press('Enter');
  }

  /** Before it begins. */
  async instruct(place: number, systemPrompt: string): Promise<void> {
    await this.drafts.nth(place).getByRole('textbox').fill(systemPrompt);
  }

  async send(text: string): Promise<void> {
    await this.prompt.fill(text);
    await this.prompt.press('Enter');
  }

  /** Every lane that is shown has answered everything. */
  async hasEnded(): Promise<void> {
    await expect(this.stopAll).toHaveCount(0, runTimeout);
    for (const state of await this.states.all()) await expect(state).toHaveAttribute('data-state', 'done');
  }

  lane(letter: string): Locator {
    return this.page.locator(`[data-lane="${letter}"]`);
  }

  replies(letter: string): Locator {
    return this.lane(letter).locator('[data-turn]');
  }

  text(letter: string): Locator {
    return this.lane(letter).locator('[data-lane-text]');
  }

  /** Picks an entry of a lane's menu. */
  async act(letter: string, action: RegExp): Promise<void> {
    await this.lane(letter)
      .getByRole('button', { name: new RegExp(`^(More for lane|Plus pour la colonne) ${letter}$`) })
      .click();
    await this.page.getByRole('menuitem', { name: action }).click();
    await expect(this.page.getByRole('menu')).toHaveCount(0);
  }

  /** Short replies with a seed, through the settings of a lane. */
  async limit(letter: string, longestReply: number): Promise<void> {
    await this.configure(letter, async (settings) => {
      await settings.enter(settings.longestReply, longestReply);
      await settings.enter(settings.seed, 5);
    });
  }

  async makeEndless(letter: string): Promise<void> {
    await this.configure(letter, (settings) => settings.takeEndTokens());
  }

  private async configure(
    letter: string,
    change: (settings: ConversationSettings) => Promise<void>,
  ): Promise<void> {
    await this.lane(letter)
      .getByRole('button', { name: new RegExp(`^(Settings of lane|Réglages de la colonne) ${letter}$`) })
      .click();
    const settings = new ConversationSettings(this.page);
    await settings.showAllParameters();
    await change(settings);
    await settings.close();
  }

  /** By words. */
  async showDifferences(): Promise<void> {
    const groups = this.page.getByRole('toolbar').getByRole('radiogroup');
    await groups.nth(1).getByRole('radio').first().check({ force: true });
  }
}
