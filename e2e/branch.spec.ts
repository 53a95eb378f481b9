/**
 * Branching from a token: by key, with a text, with later turns, from a sample; and the way between the versions.
 */
import { TokenTools } from './pages/token-tools.ts';
import { expect, test } from './support/test.ts';

test('a digit in the text branches with that alternative, and the fork leads back to where it left', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 12, seed: 4 });
  const reply = await chat.ask('What is the capital of France?');
  const before = await chat.textOf();
  await frame.setHeatMap('Surprise');
  await inspector.tokens(reply).nth(2).click();
  await inspector.isAt(3);
  const tools = new TokenTools(app.page);
  await expect(tools.alternatives).not.toHaveCount(0);
  const isFirstChosen = (await inspector.rows.nth(1).getAttribute('class'))?.includes('chosen') === true;
  await app.page.keyboard.press(isFirstChosen ? '2' : '1');
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
  await chat.hasEnded();
  await inspector.isAt(3);
  await expect(inspector.position).toBeFocused();
  expect(await inspector.figure('Origin')).toBe('Given: you put it here');
  await expect(chat.lastReply.locator('.token-forced')).toHaveCount(1);
  await expect(chat.lastReply.locator('[data-fork]')).toContainText(
    /Branched at token 3: “.+” \([<>\d.]+%\)/,
  );
  await chat.lastReply.getByRole('button', { name: 'Show the version it left' }).click();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 1 of 2');
  expect(await chat.textOf()).toBe(before);
  await inspector.isAt(3);
  await chat.lastReply.getByRole('button', { name: 'All versions and forks' }).click();
  await app.page.getByRole('menuitem', { name: /^Version 2 · token 3: / }).click();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
});

test('with later turns the person chooses, and a copy leaves the conversation as it is', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 6, seed: 4 });
  await chat.ask('Name a fish.');
  await chat.ask('And a bird.');
  await frame.showInspector(true);
  await inspector.tokens(chat.replies.first()).nth(1).click();
  await inspector.isAt(2);
  const tools = new TokenTools(app.page);
  await app.page.keyboard.press('b');
  await expect(tools.ownText).toBeFocused();
  await app.page.keyboard.type(' purple');
  await app.page.keyboard.press('Enter');
  const dialog = app.page.getByRole('dialog', { name: 'Later turns follow this reply' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy to a new conversation' }).click();
  await expect(chat.replies).toHaveCount(1);
  await chat.hasEnded();
  await expect(chat.lastReply).toContainText('purple');
  await expect(chat.userMessages).toHaveCount(1);
});

test('here, the later turns stay in the version that was left', async ({ app, frame, chat, inspector }) => {
  await chat.configure({ isEndless: true, longestReply: 6, seed: 4 });
  await chat.ask('Name a fish.');
  await chat.ask('And a bird.');
  await frame.showInspector(true);
  await inspector.tokens(chat.replies.first()).nth(1).click();
  await inspector.isAt(2);
  await new TokenTools(app.page).alternatives.last().click();
  const dialog = app.page.getByRole('dialog', { name: 'Later turns follow this reply' });
  await dialog.getByRole('button', { name: 'Branch here' }).click();
  await expect(chat.replies).toHaveCount(1);
  await chat.hasEnded();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
  await chat.lastReply.getByRole('button', { name: 'Previous version' }).click();
  await expect(chat.replies).toHaveCount(2);
});

test('a branch of what the model read begins with the token that was put there', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 6, seed: 4 });
  await chat.ask('What is the capital of France?');
  await frame.showInspector(true);
  await inspector.promptTab.click();
  await inspector.promptTokens.nth(3).click();
  const tools = new TokenTools(app.page);
  await expect(tools.alternatives).toHaveCount(0);
  await inspector.scorePrompt.click();
  await expect(tools.alternatives).not.toHaveCount(0);
  await inspector.promptTokens.nth(3).click();
  await app.page.keyboard.press('1');
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
  await chat.hasEnded();
  await expect(chat.lastReply.locator('[data-fork]')).toContainText(
    /Branched in what the model read, at token \d+: /,
  );
  await inspector.isAt(1);
  expect(await inspector.figure('Origin')).toBe('Given: you put it here');
});

test('ten continuations are sampled, and one of them becomes a branch', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 30, preset: 'Creative', seed: 9 });
  const reply = await chat.ask('Tell me about the sea.');
  await frame.showInspector(true);
  await inspector.tokens(reply).nth(1).click();
  const tools = new TokenTools(app.page);
  await tools.sample.click();
  await expect(tools.samples).toHaveCount(10, { timeout: 120_000 });
  await expect(tools.sample).toBeVisible();
  await tools.samples.nth(3).click();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
  await chat.hasEnded();
  await expect(chat.lastReply.locator('.token-forced')).not.toHaveCount(0);
});
