/**
 * Every screen and dialog, and the way to each from a conversation with a reply. Runs in the test process. The ways
 * are keys or positions, so that they are the same in each language.
 */
import { type Page, expect } from '@playwright/test';
import { ChoicesPage } from '../pages/choices-page.ts';
import { ComparisonsPage } from '../pages/comparisons-page.ts';
import { GridsPage } from '../pages/grids-page.ts';
import { HubPage } from '../pages/hub-page.ts';
import { NextTokenBench, openInstrument, TokenizerView } from '../pages/instruments.ts';
import { OrganisePage } from '../pages/organise-page.ts';
import { PlaygroundPage } from '../pages/playground-page.ts';
import { PromptsPage } from '../pages/prompts-page.ts';
import { PrivacyPage } from '../pages/privacy-page.ts';
import { ScoringPage } from '../pages/scoring-page.ts';
import { TreePage } from '../pages/tree-page.ts';
import { VotesPage } from '../pages/votes-page.ts';
import type { OwnApp } from './test.ts';

export type Screen = {
  readonly name: string;
  /** Goes there from the conversation. */
  readonly show: (app: OwnApp) => Promise<void>;
  /** Goes back to the conversation. */
  readonly leave: (app: OwnApp) => Promise<void>;
};

export type Theme = 'light' | 'dark';
export const themes: readonly Theme[] = ['light', 'dark'];
export type Language = 'en' | 'fr';

/** A reply with everything that Markdown has. */
export const richReply = `## A reply with a heading

A paragraph with **bold**, *italic*, \`code\` and [a link](https://example.org/), long enough to fill more than one line of the reading column, so that its measure can be seen.

1. First
2. Second
   - nested

| Token | Probability |
|---|---|
| Paris | 0.81 |
| Lyon | 0.04 |

> A quotation.

\`\`\`js
const answer = 6 * 7;
\`\`\`
`;

async function escape({ page }: OwnApp): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function backToReply({ frame, chat }: OwnApp): Promise<void> {
  await frame.backToChat.click();
  await expect(chat.lastReply).toBeVisible();
}

function dialogByKeys(name: string, keys: string, prepare?: (page: Page) => Promise<void>): Screen {
  return {
    name,
    show: async (app) => {
      await leaveField(app);
      await app.page.keyboard.press(keys);
      await expect(app.page.getByRole('dialog')).toBeVisible();
      await prepare?.(app.page);
    },
    leave: escape,
  };
}

/** A dialog that the menu of the first conversation opens, by the place of its entry, counted from the end. */
function rowDialog(name: string, entry: number): Screen {
  return {
    name,
    show: async ({ frame, page }) => {
      const row = frame.conversations.first();
      await row.hover();
      await row.getByRole('button').nth(1).click();
      await page.getByRole('menuitem').nth(entry).click();
      await expect(frame.dialog).toBeVisible();
    },
    leave: escape,
  };
}

/** Bare keys are text while somebody types. */
async function leaveField({ frame }: OwnApp): Promise<void> {
  await frame.heatMap.focus();
}

export const screens: readonly Screen[] = [
  { name: 'conversation', show: async () => undefined, leave: async () => undefined },
  {
    name: 'inspector-token',
    show: async (app) => {
      await leaveField(app);
      await app.page.keyboard.press('h');
      // A chosen token opens the inspector by itself: as a column, or in a narrow window as a sheet.
      await app.inspector.tokens(app.chat.lastReply).nth(2).click();
      await expect(app.inspector.rows).not.toHaveCount(0);
    },
    leave: async () => undefined,
  },
  {
    name: 'inspector-prompt',
    show: async ({ inspector }) => {
      await inspector.panel.getByRole('tab').nth(1).click();
      await expect(inspector.promptTokens).not.toHaveCount(0);
    },
    leave: async (app) => {
      // Below 1,100 px the inspector is a sheet: Escape closes it, and the keys are the window's again.
      if ((await app.page.getByRole('dialog').count()) > 0) await app.page.keyboard.press('Escape');
      await leaveField(app);
      if (await app.inspector.panel.isVisible()) await app.page.keyboard.press('ControlOrMeta+i');
      await expect(app.inspector.panel).toBeHidden();
      await app.page.keyboard.press('h');
    },
  },
  {
    name: 'playground',
    // At the token that was chosen for the inspector.
    show: ({ page }) => new PlaygroundPage(page).open(),
    leave: backToReply,
  },
  {
    name: 'export-menu',
    show: async ({ chat, page }) => {
      await chat.lastReply
        .getByRole('button', { name: /^(Export this reply|Exporter cette réponse)$/ })
        .click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
    },
  },
  dialogByKeys('conversation-settings', 'ControlOrMeta+.', async (page) => {
    await page.getByRole('dialog').locator('[aria-expanded=false]').last().click();
  }),
  dialogByKeys('presets', 'ControlOrMeta+.', async (page) => {
    const section = page.getByRole('dialog').locator('section').first();
    const choices = section.locator('option');
    if ((await choices.count()) === 1) {
      await section.getByRole('button').first().click();
      await page.keyboard.type('Essay');
      await page.keyboard.press('Enter');
      await expect(choices).toHaveCount(2);
    }
    await section.getByRole('button').nth(1).click();
    await expect(page.getByRole('dialog').locator('[data-preset]')).toHaveCount(1);
  }),
  dialogByKeys('commands', 'ControlOrMeta+k'),
  dialogByKeys('keys', '?'),
  dialogByKeys('settings', 'ControlOrMeta+,'),
  {
    name: 'move',
    show: async ({ frame, page }) => {
      await frame.conversations.first().hover();
      await frame.sidebar
        .getByRole('button', { name: /^(Actions for|Actions pour) / })
        .first()
        .click();
      await page.getByRole('menuitem', { name: /^(Export…|Exporter…)$/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'help',
    show: async ({ frame, page }) => {
      await frame.help.click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'model-menu',
    show: async ({ frame, page }) => {
      await frame.modelPicker.click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
    },
  },
  {
    name: 'models',
    show: async ({ frame, page }) => {
      await frame.models.click();
      const details = page.getByRole('main').locator('li [aria-expanded]').first();
      await details.click();
      await expect(details).toHaveAttribute('aria-expanded', 'true');
    },
    leave: backToReply,
  },
  {
    name: 'model-page',
    show: async ({ frame, page }) => {
      await frame.models.click();
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(All about|Tout sur) / })
        .first()
        .click();
      await expect(page.getByRole('article').getByRole('table')).toBeVisible();
    },
    leave: backToReply,
  },
  {
    name: 'hub',
    show: async ({ page }) => {
      await new HubPage(page).open();
    },
    leave: backToReply,
  },
  {
    name: 'hub-sum',
    show: async ({ page }) => {
      const hub = new HubPage(page);
      await hub.open();
      await hub.list.locator('[data-verdict]').first().click();
      await expect(hub.sum).toBeVisible();
    },
    leave: async (app) => {
      await escape(app);
      await backToReply(app);
    },
  },
  {
    name: 'privacy',
    show: ({ page }) => new PrivacyPage(page).open(),
    leave: backToReply,
  },
  {
    name: 'privacy-delete',
    show: async ({ page }) => {
      const privacy = new PrivacyPage(page);
      await privacy.open();
      await privacy.deleteEverything.click();
      await expect(privacy.typed).toBeVisible();
    },
    leave: async (app) => {
      await escape(app);
      await backToReply(app);
    },
  },
  {
    name: 'hesitations',
    show: async ({ page }) => {
      await openInstrument(page, 'hesitations');
      await expect(page.getByRole('main').getByRole('status')).not.toBeEmpty();
    },
    leave: backToReply,
  },
  {
    name: 'cross-reading',
    show: async ({ page }) => {
      await openInstrument(page, 'crossReading');
      await expect(page.getByRole('main').getByRole('checkbox').first()).toBeVisible();
    },
    leave: backToReply,
  },
  {
    name: 'comparisons-start',
    show: ({ page }) => new ComparisonsPage(page).open(),
    leave: backToReply,
  },
  {
    name: 'comparison',
    show: async ({ page }) => {
      const comparisons = new ComparisonsPage(page);
      await comparisons.open();
      await comparisons.makeGreedy();
      await comparisons.instruct(1, 'Answer in one word.');
      await comparisons.begin();
      await comparisons.send('Name a colour.');
      await comparisons.hasEnded();
      await comparisons.showDifferences();
    },
    leave: backToReply,
  },
  {
    name: 'votes-begin',
    show: ({ page }) => new VotesPage(page).openBlind(),
    leave: async (app) => {
      await new VotesPage(app.page).blind.uncheck();
      await backToReply(app);
    },
  },
  {
    name: 'votes',
    show: async ({ page }) => {
      const votes = new VotesPage(page);
      await votes.openBlind();
      await votes.blind.uncheck();
      await votes.showVotes();
      await expect(votes.empty).toBeVisible();
    },
    leave: async (app) => {
      await new VotesPage(app.page).showComparisons();
      await backToReply(app);
    },
  },
  {
    name: 'next-token',
    show: async ({ page }) => {
      const bench = new NextTokenBench(page);
      await bench.open();
      await bench.text.fill('The capital of France is');
      await expect(bench.before).toHaveText(/^5 /);
      await bench.isRead();
    },
    leave: backToReply,
  },
  {
    name: 'tree',
    show: async ({ page }) => {
      const tree = new TreePage(page);
      await tree.open();
      await tree.growFrom('Once upon a');
      await tree.list.focus();
      await page.keyboard.press('ArrowDown');
    },
    leave: backToReply,
  },
  {
    name: 'tree-blocks',
    show: async ({ page }) => {
      const tree = new TreePage(page);
      await tree.open();
      await tree.views.getByRole('radio').nth(1).check({ force: true });
      await expect(tree.blocks).toBeVisible();
    },
    leave: async (app) => {
      await new TreePage(app.page).views.getByRole('radio').nth(0).check({ force: true });
      await backToReply(app);
    },
  },
  {
    name: 'tokenizer',
    show: async ({ page }) => {
      const view = new TokenizerView(page);
      await view.open();
      await view.text.fill('The tokeniser’s view: l’été à Orléans 😊, 1 + 1 = 2.');
      await expect(view.boxes.filter({ hasText: '⟨' })).not.toHaveCount(0);
    },
    leave: backToReply,
  },
  {
    name: 'scoring',
    show: async (app) => {
      const scoring = new ScoringPage(app.page);
      await scoring.open();
      await scoring.start('Paris is the capital of France. The river there is called the Seine.');
      await scoring.isComplete();
      // In a low window the text lies below, and is drawn when it is seen.
      await scoring.result.scrollIntoViewIfNeeded();
      await scoring.result.locator('[data-first]').nth(3).click();
    },
    leave: backToReply,
  },
  {
    name: 'choices',
    show: async ({ page }) => {
      const choices = new ChoicesPage(page);
      await choices.open();
      await choices.ask('The capital of France is', ['Paris', 'Lyon', 'Nice']);
      await choices.isComplete();
      await expect(choices.answerRows).toHaveCount(3);
    },
    leave: backToReply,
  },
  {
    name: 'grids',
    show: async ({ page }) => {
      const grids = new GridsPage(page);
      await grids.open();
      await grids.tick(/^(CAPITALS|CAPITALES)$/, /^(please|politesse) \((English|anglais)\)$/);
      await grids.ask(['The capital of France is', 'The colour of the sky is'], 'Paris');
      await grids.is('complete');
      await expect(grids.done).toHaveCount(6);
    },
    leave: backToReply,
  },
  {
    name: 'list-menu',
    show: async ({ frame, page }) => {
      await new OrganisePage(frame).menu.click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
    },
  },
  rowDialog('move-to-folder', -5),
  rowDialog('tags', -4),
  {
    name: 'bin',
    show: async ({ frame, page }) => {
      const organise = new OrganisePage(frame);
      await organise.menu.click();
      await page.getByRole('menuitemradio').nth(2).click();
      await expect(organise.back).toBeVisible();
    },
    leave: async ({ frame }) => {
      await new OrganisePage(frame).back.click();
      await expect(frame.conversations).not.toHaveCount(0);
    },
  },
  {
    name: 'document',
    show: async ({ page }) => {
      const notes = {
        name: 'notes.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('A note about light.\n'.repeat(60)),
      };
      await page.locator('form input[type=file]').setInputFiles(notes);
      await page.locator('[data-document] button').first().click();
      await expect(page.getByRole('dialog')).toContainText('A note about light.');
    },
    leave: escape,
  },
  {
    name: 'attached',
    show: async ({ page }) => expect(page.locator('[data-composer-documents] [data-document]')).toBeVisible(),
    leave: async ({ page }) => {
      await page.locator('[data-composer-documents] [data-document] button').last().click();
      await expect(page.locator('[data-composer-documents]')).toHaveCount(0);
    },
  },
  {
    name: 'prompts',
    show: async ({ page }) => {
      const prompts = new PromptsPage(page);
      await prompts.open();
      await prompts.addSuggestion();
    },
    leave: async () => undefined,
  },
  {
    name: 'prompt-dialog',
    show: async ({ page }) => {
      const prompts = new PromptsPage(page);
      await prompts.rows.first().getByRole('button').first().click();
      await expect(prompts.dialog).toBeVisible();
    },
    leave: async (app) => {
      await escape(app);
      await backToReply(app);
    },
  },
  {
    name: 'slash-list',
    show: async ({ chat, page }) => {
      await chat.message.pressSequentially('/');
      await expect(new PromptsPage(page).options).toHaveCount(2);
    },
    leave: async () => undefined,
  },
  {
    name: 'slash-values',
    show: async ({ page }) => {
      await page.keyboard.press('Enter');
      await expect(new PromptsPage(page).values).toBeVisible();
    },
    leave: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.chat.message.fill('');
      const prompts = new PromptsPage(app.page);
      await prompts.open();
      await prompts.deleteFirst();
      await backToReply(app);
    },
  },
  {
    name: 'empty-conversation',
    show: async (app) => {
      await leaveField(app);
      await app.page.keyboard.press('ControlOrMeta+Shift+o');
      await expect(app.page.getByRole('article')).toHaveCount(0);
    },
    leave: async ({ frame, chat }) => {
      // The one that has a reply is the oldest.
      await frame.conversations.last().getByRole('button').first().click();
      await expect(chat.lastReply).toBeVisible();
    },
  },
];

/** Chooses the language and the system's theme in the settings, by their places. `setTheme` then is the system. */
export async function setLanguage({ page, frame }: OwnApp, language: Language): Promise<void> {
  await frame.settings.click();
  const groups = page.getByRole('dialog').getByRole('radiogroup');
  await groups
    .nth(0)
    .getByRole('radio')
    .nth(language === 'en' ? 0 : 1)
    .click();
  await groups.nth(1).getByRole('radio').nth(0).click();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** The system turns light or dark, and the app with it, wherever it is. Comes back when no colour is on its way. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => !(animation instanceof CSSTransition)),
  );
}
