/**
 * Writing with the model: streaming, Stop, versions, edits, continuing, settings, the models themselves.
 */
import { hasRealModel, realModelPath } from '../fixtures/real-models.ts';
import { ConversationSettings } from './pages/conversation-settings.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { measureStop } from './support/measure-stop.ts';
import { seededApp } from './support/seeded-app.ts';
import { expect, test } from './support/test.ts';

test('a reply grows on screen while it is written, and says afterwards by whom, how much and how fast', async ({
  chat,
}) => {
  await chat.configure({ isEndless: true, longestReply: 60 });
  await chat.submit('Tell me about lighthouses.');
  await expect(chat.message).toHaveValue('');
  await chat.isWriting();
  await chat.hasWritten(5);
  const early = await chat.textOf();
  await chat.hasEnded();
  const whole = await chat.textOf();
  expect(whole.length).toBeGreaterThan(early.length);
  await expect(chat.figures()).toContainText(
    /SmolLM2.* · 60\stokens · [\d.]+\stokens\/s · [\d.]+\ss to the first token · ended at the token limit/,
  );
});

test('Stop ends the reply at once and keeps what was written', async ({ chat }, testInfo) => {
  await chat.configure({ isEndless: true, longestReply: 4000 });
  await chat.submit('Write a very long story.');
  await chat.hasWritten(10);
  const figures = await measureStop(chat);
  await testInfo.attach('stop.json', { body: JSON.stringify(figures), contentType: 'application/json' });
  await chat.hasEnded();
  await expect(chat.figures()).toContainText('stopped by you');
  expect(await chat.writtenTokens()).toBeGreaterThanOrEqual(10);
  expect(figures.isHeardInNextFrame).toBe(true);
});

test('Escape stops the reply too', async ({ chat, app }) => {
  await chat.configure({ isEndless: true, longestReply: 4000 });
  await chat.submit('Write a very long story.');
  await chat.hasWritten(3);
  await app.page.keyboard.press('Escape');
  await chat.hasEnded();
  await expect(chat.figures()).toContainText('stopped by you');
});

test('a reply written again stands beside the first, and both can be reached', async ({ chat }) => {
  await chat.configure({ preset: 'Creative', longestReply: 16 });
  await chat.ask('Invent a name for a boat.');
  const first = await chat.textOf();
  const second = await chat.regenerateAndWait();
  await chat.lastReply.getByRole('button', { name: 'Previous version' }).click();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 1 of 2');
  await expect.poll(() => chat.textOf()).toBe(first);
  await chat.lastReply.getByRole('button', { name: 'Next version' }).click();
  await expect.poll(() => chat.textOf()).toBe(second);
});

test('the same seed gives the same reply again, and another seed another one', async ({ chat }) => {
  await chat.configure({ preset: 'Creative', seed: 42, longestReply: 24 });
  await chat.ask('Invent the first sentence of a novel.');
  const first = await chat.textOf();
  expect(await chat.regenerateAndWait()).toBe(first);
  await chat.configure({ seed: 43 });
  expect(await chat.regenerateAndWait()).not.toBe(first);
});

test('an edited message opens a branch of its own and the old one stays', async ({ chat, app }) => {
  await chat.configure({ longestReply: 8 });
  await chat.ask('Name a colour.');
  const before = await chat.textOf();
  await chat.lastUserMessage.hover();
  await chat.lastUserMessage.getByRole('button', { name: 'Edit' }).click();
  const field = app.page.getByRole('textbox', { name: 'Edit the message' });
  await expect(field).toHaveValue('Name a colour.');
  await field.fill('Name a river.');
  await app.page.getByRole('button', { name: 'Send as a new version' }).click();
  await expect(chat.version(chat.lastUserMessage)).toHaveAccessibleName('Version 2 of 2');
  await chat.hasEnded();
  await expect(chat.lastUserMessage.getByText('Name a river.')).toBeVisible();
  await expect(chat.replies).toHaveCount(1);

  await chat.lastUserMessage.getByRole('button', { name: 'Previous version' }).click();
  await expect(chat.lastUserMessage.getByText('Name a colour.')).toBeVisible();
  await expect.poll(() => chat.textOf()).toBe(before);
});

test('the arrow up in an empty field edits the last message, and Escape leaves it as it was', async ({
  chat,
  app,
}) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('The last message');
  await chat.message.press('ArrowUp');
  const field = app.page.getByRole('textbox', { name: 'Edit the message' });
  await expect(field).toBeFocused();
  await field.fill('Changed');
  await field.press('Escape');
  await expect(chat.lastUserMessage.getByText('The last message')).toBeVisible();
});

test('a reply that met its limit goes on from its last token', async ({ chat }) => {
  await chat.configure({ preset: 'Greedy', isEndless: true, longestReply: 12 });
  await chat.ask('Count upwards in words.');
  const first = lettersOf(await chat.textOf());
  await chat.configure({ longestReply: 24 });
  await chat.goOn().click();
  await expect(chat.figures()).toContainText('24 tokens');
  await chat.hasEnded();
  const whole = lettersOf(await chat.textOf());
  expect(whole.startsWith(first)).toBe(true);
  expect(whole.length).toBeGreaterThan(first.length);
});

/** Markdown's own marks are drawn or not by what follows them, so they are left out. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}]/gu, '');
}

test('code in a reply has a button that copies exactly the code', async ({ launchApp }) => {
  const app = await seededApp(launchApp, '```js\nconst answer = 42;\nconsole.log(answer);\n```\n');
  await app.chat.lastReply.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(app.chat.lastReply.getByRole('button', { name: 'Copied' })).toBeVisible();
  await app.chat.message.click();
  await app.page.keyboard.press('ControlOrMeta+V');
  await expect(app.chat.message).toHaveValue('const answer = 42;\nconsole.log(answer);');
});

test('a draft is there again after a reload, in the conversation it was typed in', async ({
  frame,
  chat,
  app,
}) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('Conversation with a draft');
  await chat.message.fill('half a thought');
  await app.page.reload();
  await expect(chat.message).toHaveValue('half a thought');
  await frame.startConversation();
  await frame.open('Conversation with a draft');
  await expect(chat.message).toHaveValue('half a thought');
  await chat.message.fill('');
});

test('the tokens of a message are counted before it is sent, and again when it changes', async ({
  chat,
  frame,
}) => {
  await expect(frame.modelPicker.getByRole('img', { name: 'Loaded' })).toBeVisible({ timeout: 60_000 });
  await chat.message.fill('one two three');
  await expect(chat.tokenCount).toHaveText('3 tokens');
  const empty = await chat.meter.getAttribute('aria-valuenow');
  await chat.message.fill('one two three four five');
  await expect(chat.tokenCount).toHaveText('5 tokens');
  await expect(chat.meter).toHaveAttribute('aria-valuenow', String(Number(empty) + 2));
  await chat.message.fill('');
});

test('system prompt and preset belong to their conversation and are kept', async ({ chat, app, frame }) => {
  await chat.configure({ systemPrompt: 'Answer like a pirate.', preset: 'Precise', longestReply: 4 });
  await chat.ask('Conversation with settings');
  await frame.startConversation();
  const settings = new ConversationSettings(app.page);
  await settings.open();
  await expect(settings.systemPrompt).toHaveValue('');
  await expect(settings.preset('Balanced')).toBeChecked();
  await settings.close();
  await app.page.reload();
  await frame.open('Conversation with settings');
  await settings.open();
  await expect(settings.systemPrompt).toHaveValue('Answer like a pirate.');
  await expect(settings.preset('Precise')).toBeChecked();
  await settings.close();
});

test('another model goes on in the same conversation, each reply is labelled, and a model without template continues text', async ({
  launchApp,
}) => {
  test.skip(!hasRealModel('gemma3'), 'the second model is not in the cache');
  const modelsDir = modelFolder(realModelPath('smolLm2'), realModelPath('gemma3'));
  const app = await launchApp({ modelsDir });
  await app.chat.configure({ longestReply: 8 });
  await app.chat.ask('Name a bird.');
  await app.frame.chooseModel(/gemma/i);
  await expect(app.page.getByText('This model continues text')).toBeVisible();
  await app.chat.ask('Another one.');
  await expect(app.chat.replies.last()).toHaveAccessibleName(/gemma/i);

  await app.frame.chooseModel(/SmolLM2/i);
  await app.chat.regenerate().last().click();
  await expect(app.chat.replies.last()).toHaveAccessibleName(/SmolLM2/i);
  await app.chat.hasEnded();
  await expect(app.chat.replies.first()).toHaveAccessibleName(/SmolLM2/i);
  await expect(app.chat.version(app.chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
  await app.chat.lastReply.getByRole('button', { name: 'Previous version' }).click();
  await expect(app.chat.replies.last()).toHaveAccessibleName(/gemma/i);
  await app.close();
  removeFolder(modelsDir);
});
