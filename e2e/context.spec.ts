/**
 * What fills the context, what is left out of it and why, and what a conversation does when it is full: seen before sending.
 */
import { ModelsPage } from './pages/models-page.ts';
import { type OwnApp, expect, test } from './support/test.ts';

const contextTokens = 256;
const longText = 'The lighthouse keeper counted the ships that passed his tower every evening. '
  .repeat(9)
  .trim();

async function smallContext(app: OwnApp): Promise<void> {
  const models = new ModelsPage(app.page);
  await models.open();
  await models.setContext(models.model(/SmolLM2/i), contextTokens);
  await app.frame.startConversation();
  await app.chat.configure({ longestReply: 6, systemPrompt: 'Be brief.' });
}

/** The parts in the order of the table, as numbers. */
async function partsOf(app: OwnApp): Promise<Record<string, number>> {
  const rows = await app.chat.contextDetails.getByRole('row').all();
  const entries = await Promise.all(
    rows.slice(1).map(async (row) => {
      const name = await row.getByRole('rowheader').textContent();
      return [name, Number(await row.getByRole('cell').textContent())] as const;
    }),
  );
  return Object.fromEntries(entries);
}

test('the meter opens on what fills the context, part by part, and the parts are the whole', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await smallContext(app);
  await app.chat.ask('Hello there');
  await app.chat.message.fill('one two three');
  await expect(app.chat.tokenCount).toHaveText('3 tokens');
  await app.chat.contextButton.focus();
  await app.page.keyboard.press('Enter');
  await expect(app.chat.contextDetails).toBeVisible();
  const parts = await partsOf(app);
  expect(parts['This message']).toBe(3);
  expect(parts['System prompt']).toBeGreaterThan(0);
  expect(parts['Messages before']).toBeGreaterThan(0);
  expect(parts['Context']).toBe(contextTokens);
  const { Context: sum, ...rest } = parts;
  expect(Object.values(rest).reduce((total, tokens) => total + tokens, 0)).toBe(sum);
  await app.page.keyboard.press('Escape');
  await expect(app.chat.contextDetails).toBeHidden();
  await expect(app.chat.message).toHaveValue('one two three');
});

test('told to leave out the oldest, a conversation shows before sending what will not be read, asks nothing, and remembers it', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await smallContext(app);
  await app.chat.ask(`First: ${longText}`);
  await app.chat.message.fill(`Second: ${longText}`);
  await expect(app.chat.contextButton).toContainText('too long');
  await app.chat.contextButton.click();
  await expect(app.chat.contextDetails).toContainText('You will be asked before sending.');
  await expect(app.chat.contextDetails.getByRole('listitem').first()).toContainText('First: The lighthouse');
  await app.chat.contextDetails.getByRole('radio', { name: 'Leave out the oldest' }).check({ force: true });
  await expect(app.chat.contextDetails).toContainText('The 2 oldest messages will not be read');
  await expect(app.chat.contextButton).toContainText('2 messages will not be read');
  await app.page.keyboard.press('Escape');
  await app.chat.message.press('Enter');
  await expect(app.chat.replies).toHaveCount(2);
  await app.chat.hasEnded();
  await expect(app.page.getByRole('dialog')).toHaveCount(0);
  await expect(app.chat.lastReply).toContainText('left out of what the model read, as you chose');

  await app.frame.showInspector(true);
  await app.inspector.promptTab.click();
  const leftOut = app.inspector.panel.getByText('2 messages were not read');
  await leftOut.click();
  await expect(app.inspector.panel.locator('[data-left-out]')).toContainText('First: The lighthouse');
  await expect(app.inspector.promptTokens.filter({ hasText: 'brief' })).toHaveCount(1);

  const { dataDir } = app;
  await app.close();
  const again = await launchApp({ dataDir });
  await expect(again.chat.replies).toHaveCount(2);
  await again.chat.ask(`Third: ${longText}`);
  await expect(again.chat.lastReply).toContainText('left out of what the model read, as you chose');
});

test('agreed to once for all, the question does not come again in this conversation; a new one asks unless the settings say otherwise', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await smallContext(app);
  await app.chat.ask(`First: ${longText}`);
  await app.chat.message.fill(`Second: ${longText}`);
  await app.chat.message.press('Enter');
  const question = app.page.getByRole('dialog', { name: 'The conversation is longer than the context' });
  await question.getByRole('checkbox', { name: /^From now on without asking/ }).check();
  await question.getByRole('button', { name: 'Leave out the oldest turns and send' }).click();
  await expect(app.chat.replies).toHaveCount(2);
  await app.chat.hasEnded();
  await app.chat.ask(`Third: ${longText}`);
  await expect(app.chat.lastReply).toContainText('left out of what the model read');

  await app.frame.startConversation();
  await app.chat.contextButton.click();
  await expect(app.chat.contextDetails.getByRole('radio', { name: 'Ask me' })).toBeChecked();
});
