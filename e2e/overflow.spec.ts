/**
 * A conversation that is longer than the context: nothing is cut without asking.
 */
import { ModelsPage } from './pages/models-page.ts';
import { type OwnApp, expect, test } from './support/test.ts';

const contextTokens = 256;
const longText = 'The lighthouse keeper counted the ships that passed his tower every evening. '
  .repeat(9)
  .trim();

/** A conversation whose next long message does not fit. */
async function fillContext(app: OwnApp): Promise<void> {
  const models = new ModelsPage(app.page);
  await models.open();
  await models.setContext(models.model(/SmolLM2/i), contextTokens);
  await app.frame.startConversation();
  await app.chat.configure({ longestReply: 6 });
  await app.chat.ask(`First: ${longText}`);
  await expect(app.chat.meter).toHaveAttribute('aria-valuemax', String(contextTokens));
  await app.chat.message.fill(`Second: ${longText}`);
}

test('a message that does not fit opens a question that says what would be left out, and "Do not send" sends nothing', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await fillContext(app);
  await app.chat.message.press('Enter');
  const question = app.page.getByRole('dialog', { name: 'The conversation is longer than the context' });
  await expect(question).toContainText(`Its context holds ${contextTokens}.`);
  await expect(question.getByRole('listitem').first()).toContainText('First: The lighthouse keeper');
  await question.getByRole('button', { name: 'Do not send' }).click();
  await expect(question).toBeHidden();
  await expect(app.chat.message).toHaveValue(`Second: ${longText}`);
  await expect(app.chat.userMessages).toHaveCount(1);
  await app.page.reload();
  await expect(app.chat.userMessages).toHaveCount(1);
});

test('agreed to, the oldest turns are left out of what the model reads, the reply says so, and they stay in the conversation', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await fillContext(app);
  await app.chat.message.press('Enter');
  await app.page.getByRole('button', { name: 'Leave out the oldest turns and send' }).click();
  await expect(app.chat.replies).toHaveCount(2);
  await app.chat.hasEnded();
  await expect(app.chat.lastReply).toContainText(
    /oldest turns? (was|were) left out of what the model read, as you chose/,
  );
  await expect(app.chat.userMessages).toHaveCount(2);
  await app.frame.showInspector(true);
  await app.inspector.promptTab.click();
  const read = app.inspector.panel.getByRole('heading', { level: 3 });
  await expect(read.filter({ hasText: 'You' })).toHaveCount(1);
  await expect(app.inspector.promptTokens.filter({ hasText: 'First' })).toHaveCount(0);
  await expect(app.inspector.promptTokens.filter({ hasText: 'Second' })).toHaveCount(1);
});

test('a reply that fills the context ends there and says so', async ({ launchApp }) => {
  const app = await launchApp();
  const models = new ModelsPage(app.page);
  await models.open();
  await models.setContext(models.model(/SmolLM2/i), contextTokens);
  await app.frame.startConversation();
  await app.chat.configure({ isEndless: true });
  await app.chat.ask('Write a very long story.');
  await expect(app.chat.figures()).toContainText('ended because the context is full');
  expect(await app.chat.writtenTokens()).toBeLessThan(contextTokens);
});
