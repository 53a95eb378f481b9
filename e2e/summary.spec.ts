/**
 * A full conversation whose oldest messages are read as a summary: seen before sending, marked, changed, kept and dropped again.
 */
import { ModelsPage } from './pages/models-page.ts';
import { type OwnApp, expect, test } from './support/test.ts';

const longText = 'The lighthouse keeper counted the ships that passed his tower every evening. '
  .repeat(20)
  .trim();

/** Two long messages do not fit together. */
async function smallContext(app: OwnApp): Promise<void> {
  const models = new ModelsPage(app.page);
  await models.open();
  await models.setContext(models.model(/SmolLM2/i), 512);
  await app.frame.startConversation();
  await app.chat.configure({ longestReply: 6, systemPrompt: 'Be brief.' });
  await app.chat.ask(`First: ${longText}`);
}

test('told to summarise the oldest, a conversation says so before sending, marks what is read as a summary, and reads the words that a person gave it', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await smallContext(app);
  await app.chat.message.fill(`Second: ${longText}`);
  await expect(app.chat.contextButton).toContainText('too long');
  await app.chat.contextButton.click();
  await app.chat.contextDetails.getByRole('radio', { name: 'Summarise the oldest' }).check({ force: true });
  await expect(app.chat.contextDetails).toContainText('first writes a summary of the 2 oldest messages');
  await expect(app.chat.contextButton).toContainText('2 messages will be summarised first');
  await app.page.keyboard.press('Escape');
  await app.chat.message.press('Enter');
  await expect(app.chat.replies).toHaveCount(2);
  await app.chat.hasEnded();
  await expect(app.chat.lastReply).toContainText('The 2 oldest messages were read as a summary.');

  const mark = app.chat.summaryMark;
  await mark.getByRole('button', { name: 'The 2 oldest messages are read as a summary' }).click();
  await expect(mark).toContainText('Written by SmolLM2');
  await mark.getByRole('button', { name: 'Edit' }).click();
  await mark.getByRole('textbox', { name: 'Summary' }).fill('The keeper is called Ines.');
  await mark.getByRole('button', { name: 'Save' }).click();
  await expect(mark).toContainText('words changed by you');
  await expect(app.chat.userMessages.first()).toContainText('First: The lighthouse');

  const { dataDir } = app;
  await app.close();
  const again = await launchApp({ dataDir });
  await expect(again.chat.replies).toHaveCount(2);
  await again.chat.ask('And then?');
  await expect(again.chat.lastReply).toContainText('were read as a summary');
  await again.frame.showInspector(true);
  await again.inspector.promptTab.click();
  const read = again.inspector.panel.locator('.prompt-summary');
  await expect(read).toContainText('Summary of the oldest messages');
  await expect(read.locator('[data-tokens], .prompt-text')).toContainText('Ines');
  await expect(again.inspector.panel.locator('[data-summarised]')).toContainText('The 2 oldest messages');

  const kept = again.chat.summaryMark;
  await kept.getByRole('button', { name: 'The 2 oldest messages are read as a summary' }).click();
  await kept.getByRole('button', { name: 'Read the messages again' }).click();
  await expect(kept).toHaveCount(0);
  await again.page.getByRole('button', { name: 'Undo' }).click();
  await expect(kept).toHaveCount(1);
});

test('a message that does not fit can be sent with a summary: this once, or from now on', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await smallContext(app);
  await app.chat.message.fill(`Second: ${longText}`);
  await app.chat.message.press('Enter');
  const question = app.page.getByRole('dialog', { name: 'The conversation is longer than the context' });
  await question.getByRole('checkbox', { name: /^From now on without asking/ }).check();
  await question.getByRole('button', { name: 'Summarise the oldest turns and send' }).click();
  await expect(app.chat.replies).toHaveCount(2);
  await app.chat.hasEnded();
  await expect(app.chat.summaryMark).toHaveCount(1);
  await app.chat.contextButton.click();
  await expect(app.chat.contextDetails.getByRole('radio', { name: 'Summarise the oldest' })).toBeChecked();
  await expect(
    app.chat.contextDetails.getByRole('row', { name: /^Summary of the oldest messages/ }),
  ).not.toContainText('messages 0');
});
