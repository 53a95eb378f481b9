/**
 * What stands around the conversation: the list of conversations, the header, dialogs and notices. Runs in the test
 * process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

export class Frame {
  readonly sidebar: Locator;
  readonly conversations: Locator;
  readonly search: Locator;
  /** What the search found: titles and messages. */
  readonly found: Locator;
  readonly modelPicker: Locator;
  readonly heatMap: Locator;
  readonly conversationSettings: Locator;
  readonly inspectorToggle: Locator;
  readonly dialog: Locator;
  readonly notices: Locator;
  readonly models: Locator;
  readonly settings: Locator;
  readonly help: Locator;
  readonly backToChat: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.sidebar = page.getByRole('navigation', { name: /^Conversations$/ });
    this.conversations = this.sidebar.getByRole('listitem');
    this.search = this.sidebar.getByRole('textbox', {
      name: /^(Search conversations|Rechercher dans les conversations)$/,
    });
    this.found = this.sidebar.locator('[data-found]');
    const header = page.getByRole('main');
    this.modelPicker = header.getByRole('button', { name: /^(Choose a model|Choisir un modèle)/ });
    this.heatMap = header.getByRole('button', { name: /^(Heat map|Carte de chaleur)/ });
    this.conversationSettings = header.getByRole('button', {
      name: /^(Settings of this conversation|Réglages de cette conversation)$/,
    });
    this.inspectorToggle = header.getByRole('button', {
      name: /^(Show or hide the inspector|Afficher ou masquer l’inspecteur)$/,
    });
    this.backToChat = header.getByRole('button', { name: /^(Back|Retour)$/ });
    this.dialog = page.getByRole('dialog');
    this.notices = page.getByRole('region', { name: 'Notices' });
    this.models = this.sidebar.getByRole('button', { name: /^(Models|Modèles)$/ });
    this.settings = this.sidebar.getByRole('button', { name: /^(Settings|Réglages|Paramètres)$/ });
    this.help = this.sidebar.getByRole('button', { name: /^(Help|Aide)$/ });
  }

  /** The row of the conversation with this title. */
  conversation(title: string): Locator {
    return this.conversations.filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Opens a conversation without messages, with the heat map off and the inspector closed. */
  async startConversation(): Promise<void> {
    await this.closeDialogs();
    await this.search.fill('');
    if (await this.backToChat.isVisible()) await this.backToChat.click();
    await this.setHeatMap('Off');
    await this.showInspector(false);
    await this.sidebar.getByRole('button', { name: 'New conversation', exact: true }).first().click();
    await expect(
      this.page.getByRole('heading', { level: 1, name: /^(Ask something|Begin a text)$/ }),
    ).toBeVisible();
    await this.page.getByRole('textbox', { name: /^(Message|Text to continue)$/ }).fill('');
  }

  async closeDialogs(): Promise<void> {
    for (let open = await this.dialog.count(); open > 0; open--) {
      await this.page.keyboard.press('Escape');
      await expect(this.dialog).toHaveCount(open - 1);
    }
  }

  async open(title: string): Promise<void> {
    await this.conversation(title).getByText(title, { exact: true }).click();
  }

  /** Picks an entry of a conversation's menu. */
  async act(title: string, action: string): Promise<void> {
    await this.conversation(title).hover();
    await this.page.getByRole('button', { name: `Actions for ${title}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async setHeatMap(measure: 'Off' | 'Surprise' | 'Probability' | 'Rank'): Promise<void> {
    const name = `Heat map: ${measure}`;
    if ((await this.heatMap.getAttribute('aria-label')) === name) return;
    await this.heatMap.click();
    await this.page.getByRole('menuitemradio', { name: new RegExp(`^${measure}`) }).click();
    await expect(this.heatMap).toHaveAccessibleName(name);
  }

  async showInspector(isShown: boolean): Promise<void> {
    if ((await this.inspectorToggle.getAttribute('aria-pressed')) === String(isShown)) return;
    await this.inspectorToggle.click();
    await expect(this.inspectorToggle).toHaveAttribute('aria-pressed', String(isShown));
  }

  /** Who names conversations, by the settings. */
  async chooseTitles(by: 'By the model' | 'First words'): Promise<void> {
    await this.settings.click();
    const choice = this.dialog.getByRole('radio', { name: by });
    await choice.click();
    await expect(choice).toBeChecked();
    await this.closeDialogs();
  }

  async chooseModel(name: RegExp): Promise<void> {
    await this.modelPicker.click();
    await this.page.getByRole('menuitem', { name }).click();
    await expect(this.modelPicker).toHaveAccessibleName(name);
    await expect(this.modelPicker.getByRole('img', { name: 'Loaded' })).toBeVisible({ timeout: 90_000 });
  }
}
