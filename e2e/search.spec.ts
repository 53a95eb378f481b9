/**
 * Searching all messages from the column of conversations: what is found, and the way to it.
 */
import { expect, test } from './support/test.ts';

test('a word in a version that is not shown is found, and one click shows that version with the word marked', async ({
  app: { page },
  frame,
  chat,
}) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('The first wording speaks of élytres');
  await chat.userMessages.last().hover();
  await chat.userMessages.last().getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit the message' }).fill('The second wording speaks of nothing');
  await page.getByRole('button', { name: 'Send as a new version' }).click();
  await expect(chat.userMessages.last()).toContainText('second wording');
  await chat.hasEnded();

  await page.keyboard.press('ControlOrMeta+Shift+F');
  await expect(frame.search).toBeFocused();
  await frame.search.fill('ELYTRE');
  // The reply may say the word too, and stands under the same title.
  const hit = frame.found.filter({ has: page.locator('mark') }).filter({ hasText: /You$/ });
  await expect(hit.locator('mark')).toHaveText('élytres');
  await frame.search.press('ArrowDown');
  await expect(frame.found.first()).toBeFocused();
  await hit.click();
  await expect(chat.userMessages.last()).toContainText('first wording');
  const marked = await page.evaluate(() =>
    [...(CSS.highlights.get('found') ?? [])].map((range) => (range as Range).toString()),
  );
  expect(marked).toEqual(['élytres']);
  await expect(frame.search).toHaveValue('ELYTRE');
  await page.screenshot({ path: 'artifacts/screens/search-hit.png' });
});

test('Escape gives the list of conversations back, and what cannot be read says what to correct', async ({
  frame,
  chat,
}) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('Something to come back to');
  await frame.search.fill('before:2026-13');
  await expect(frame.sidebar.getByRole('alert')).toContainText('A date is 2026');
  await frame.search.fill('a word that is nowhere xqzt');
  await expect(frame.sidebar.getByRole('status').filter({ hasText: 'Nothing was found' })).toBeVisible();
  await frame.search.press('Escape');
  await expect(frame.search).toHaveValue('');
  await expect(frame.conversation('Something to come back to')).toBeVisible();
});

test('a title is found by a part of it, and opens the conversation', async ({ frame, chat }) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('Un titre étrange');
  await frame.startConversation();
  await frame.search.fill('etrang');
  const titles = frame.sidebar.getByRole('region', { name: 'Conversations' });
  await titles.getByRole('button', { name: 'Un titre étrange' }).click();
  await expect(chat.userMessages.last()).toContainText('Un titre étrange');
  await frame.search.press('Escape');
});
