/**
 * The prompt library: writing prompts, taking them with a slash, and taking them along.
 */
import { readFileSync } from 'node:fs';
import { Exports } from './pages/exports.ts';
import { PromptsPage } from './pages/prompts-page.ts';
import { expect, test } from './support/test.ts';

test('a prompt with variables is written, taken with a slash by the keyboard alone, taken back, taken again and sent', async ({
  launchApp,
}) => {
  const { frame, chat, page } = await launchApp();
  const prompts = new PromptsPage(page);
  const { keyboard } = page;
  await chat.configure({ longestReply: 2 });
  await keyboard.press('ControlOrMeta+k');
  await keyboard.type('prompt library');
  await keyboard.press('Enter');
  await expect(prompts.heading).toBeVisible();
  await prompts.write('Short summary', 'About {{subject}}, in {{length|one word|two words}}.');
  await frame.backToChat.press('Enter');

  await expect(chat.message).toBeFocused();
  await keyboard.type('Well: /sum');
  await expect(prompts.options).toHaveText(/^Short summary/);
  await expect(chat.message).toHaveAttribute('aria-activedescendant', /.+/);
  await keyboard.press('Escape');
  await expect(prompts.list).toHaveCount(0);
  await keyboard.type('m');
  await expect(chat.message).toHaveValue('Well: /summ');
  await expect(prompts.list).toHaveCount(0);
  await chat.message.fill('');

  // No letter is lost between the command and the field of its first variable.
  await keyboard.type('Well: /short');
  await expect(prompts.options).toHaveCount(1);
  await keyboard.press('Enter');
  await keyboard.type('the tides');
  await keyboard.press('Tab');
  await keyboard.press('ArrowDown');
  await expect(prompts.values.getByRole('group')).toHaveText('About the tides, in two words.');
  await keyboard.press('Escape');
  await expect(chat.message).toBeFocused();
  await expect(chat.message).toHaveValue('Well: /short');
  await expect(prompts.options).toHaveCount(1);
  await keyboard.press('Tab');
  await keyboard.type('ebb and\nflow'.replace('\n', ' '));
  await keyboard.press('Enter');
  await expect(chat.message).toHaveValue('Well: About ebb and flow, in one word.');
  await expect(chat.message).toBeFocused();

  await keyboard.press('ControlOrMeta+z');
  await expect(chat.message).toHaveValue('Well: /short');
  await expect(prompts.list).toHaveCount(0);
  await keyboard.press('ControlOrMeta+Shift+z');
  await expect(chat.message).toHaveValue('Well: About ebb and flow, in one word.');
  await keyboard.press('Enter');
  await expect(chat.lastUserMessage).toContainText('Well: About ebb and flow, in one word.');
  await chat.hasEnded();

  // What is typed on is text, also when it began as a command.
  await keyboard.type('/short story, please');
  await keyboard.press('Enter');
  await expect(chat.lastUserMessage).toContainText('/short story, please');
  await prompts.open();
  await expect(prompts.rows).toContainText('used once');
});

test('a prompt of several lines comes into the message as one step, from the palette too', async ({
  launchApp,
}) => {
  const { frame, chat, page } = await launchApp();
  const prompts = new PromptsPage(page);
  await prompts.open();
  await prompts.newPrompt.click();
  const text = 'First line\n\n- second\n- third';
  await prompts.dialog.getByRole('textbox').nth(0).fill('Several lines');
  await prompts.dialog.getByRole('textbox').nth(3).fill(text);
  await prompts.dialog.getByRole('button', { name: 'Save' }).click();
  await expect(prompts.rows).toHaveCount(1);
  await frame.backToChat.click();
  await chat.message.pressSequentially('Look: ');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('several');
  await expect(page.getByRole('dialog').getByRole('option')).toHaveText(/^Several lines/);
  await page.keyboard.press('Enter');
  await expect(chat.message).toHaveValue(`Look: ${text}`);
  await expect(chat.message).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(chat.message).toHaveValue('Look: ');
  await page.keyboard.type('/sev');
  await expect(prompts.options).toHaveCount(1);
  await page.keyboard.press('Enter');
  await page.keyboard.type('!');
  await expect(chat.message).toHaveValue(`Look: ${text}!`);
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(chat.message).toHaveValue('Look: /sev');
});

test('suggestions are added, deleted and taken back; a file takes all of them elsewhere, and a bad one is refused', async ({
  launchApp,
}, testInfo) => {
  const app = await launchApp();
  const { frame, chat, page } = app;
  const prompts = new PromptsPage(page);
  await prompts.open();
  await expect(prompts.rows).toHaveCount(0);
  await page.getByRole('button', { name: 'Add “Translate”' }).click();
  await expect(prompts.rows).toHaveText([/^Translate/]);
  await page.getByRole('button', { name: 'Add “Explain”' }).click();
  await expect(prompts.rows).toHaveText([/^Explain/, /^Translate/]);
  await prompts.search.fill('TRANSLÁ');
  await expect(prompts.rows).toHaveText([/^Translate/]);
  await prompts.search.fill('');

  await prompts.act('Translate', 'Duplicate');
  await prompts.dialog.getByRole('textbox').nth(0).fill('Explain');
  await prompts.dialog.getByRole('button', { name: 'Save' }).click();
  await expect(prompts.dialog.getByRole('alert')).toContainText(
    'Another prompt in the library has this name.',
  );
  await page.keyboard.press('Escape');
  await frame.notices.getByRole('button', { name: 'Go on writing' }).click();
  await expect(prompts.dialog.getByRole('textbox').nth(0)).toHaveValue('Explain');
  await prompts.dialog.getByRole('textbox').nth(0).fill('Into French');
  await prompts.dialog.getByRole('button', { name: 'Save' }).click();
  await expect(prompts.rows).toHaveCount(3);

  const exports = new Exports(app, testInfo.outputDir);
  const file = readFileSync(await exports.saveBy(page.getByRole('button', { name: 'Export', exact: true })));
  await prompts.act('Into French', 'Delete');
  await expect(prompts.rows).toHaveCount(2);
  await frame.notices.getByRole('button', { name: 'Undo' }).last().click();
  await expect(prompts.rows).toHaveCount(3);
  await prompts.act('Into French', 'Delete');
  await expect(prompts.rows).toHaveCount(2);
  const give = (buffer: Buffer) =>
    page
      .locator('main input[type=file]')
      .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer });
  await give(Buffer.from(file.toString('utf8').replace('"command": "explain"', '"command": "ex plain"')));
  await expect(page.getByRole('main').getByRole('alert')).toContainText('prompts.0.command');
  await expect(prompts.rows).toHaveCount(2);
  await give(file);
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  await expect(frame.notices).toContainText('One prompt came in. 2 were there already.');
  await expect(prompts.rows).toHaveText([/^Explain/, /^Into French/, /^Translate/]);

  await prompts.act('Explain', 'Use as system prompt');
  await prompts.values.getByRole('textbox').first().fill('tides');
  await prompts.values.getByRole('button', { name: 'Use' }).click();
  await expect(frame.notices).toContainText('“Explain” is the system prompt of the open conversation.');
  await frame.backToChat.click();
  await chat.message.focus();
  await page.keyboard.press('ControlOrMeta+.');
  await expect(page.getByRole('dialog')).toContainText('Explain tides to somebody who has never heard of it');
});

test('a message becomes a prompt from its menu', async ({ launchApp }) => {
  const { chat, page } = await launchApp();
  const prompts = new PromptsPage(page);
  await chat.configure({ longestReply: 2 });
  await chat.ask('Worth keeping');
  await chat.lastUserMessage.hover();
  await chat.lastUserMessage.getByRole('button', { name: 'Look into this text' }).click();
  await page.getByRole('menuitem', { name: 'Save as a prompt …' }).click();
  await expect(prompts.dialog.getByRole('textbox').nth(3)).toHaveValue('Worth keeping');
  await page.keyboard.type('Kept');
  await page.keyboard.press('Enter');
  await expect(prompts.dialog).toHaveCount(0);
  await chat.message.pressSequentially('/kept');
  await expect(prompts.options).toHaveText(/^Kept/);
  await page.keyboard.press('Tab');
  await expect(chat.message).toHaveValue('Worth keeping');
});
