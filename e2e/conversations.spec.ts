/**
 * The list of conversations: new, rename, pin, delete with undo, and what a new start finds.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from './support/test.ts';

test('a conversation gets its name from the first message and can be given another', async ({
  frame,
  chat,
}) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('A title of seven words for renaming');
  await frame.act('A title of seven words for renaming', 'Rename');
  await frame.sidebar.getByRole('textbox', { name: 'Name of the conversation' }).fill('Lighthouses');
  await frame.sidebar.getByRole('textbox', { name: 'Name of the conversation' }).press('Enter');
  await expect(frame.conversation('Lighthouses')).toBeVisible();
  await expect(frame.conversation('A title of seven words for renaming')).toHaveCount(0);
});

test('Escape leaves the old name as it was', async ({ frame, chat }) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('The name that stays');
  await frame.act('The name that stays', 'Rename');
  const field = frame.sidebar.getByRole('textbox', { name: 'Name of the conversation' });
  await field.fill('Something else');
  await field.press('Escape');
  await expect(frame.conversation('The name that stays')).toBeVisible();
});

test('a pinned conversation stands above the others until it is unpinned', async ({ frame, chat }) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('To be pinned');
  await frame.act('To be pinned', 'Pin');
  const pinned = frame.sidebar.getByRole('region', { name: 'Pinned' });
  await expect(pinned.getByRole('button', { name: 'To be pinned', exact: true })).toBeVisible();
  await expect(frame.conversations.first()).toContainText('To be pinned');
  await frame.act('To be pinned', 'Unpin');
  await expect(pinned).toHaveCount(0);
});

test('a deleted conversation leaves the list and comes back with Undo, messages and all', async ({
  frame,
  chat,
}) => {
  await chat.configure({ longestReply: 8 });
  await chat.ask('Delete me and take me back');
  const text = await chat.textOf();
  await frame.act('Delete me and take me back', 'Delete');
  await expect(frame.conversation('Delete me and take me back')).toHaveCount(0);
  await frame.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(frame.conversation('Delete me and take me back')).toBeVisible();
  await expect.poll(() => chat.textOf()).toBe(text);
});

test('names, pins, messages and the open conversation survive a new start', async ({ launchApp }) => {
  const app = await launchApp();
  await app.chat.configure({ longestReply: 8 });
  await app.chat.ask('First of two');
  const first = await app.chat.textOf();
  await app.frame.act('First of two', 'Pin');
  await app.frame.startConversation();
  await app.chat.configure({ longestReply: 8 });
  await app.chat.ask('Second of two');
  const second = await app.chat.textOf();
  await app.close();

  const again = await launchApp({ dataDir: app.dataDir });
  await expect(again.chat.userMessages).toHaveText('Second of two');
  expect(await again.chat.textOf()).toBe(second);
  await again.frame.sidebar.getByRole('region', { name: 'Pinned' }).getByText('First of two').click();
  await expect(again.chat.userMessages).toHaveText('First of two');
  expect(await again.chat.textOf()).toBe(first);
});

/** Conversations without messages, older than every other. */
function addConversations(file: string, count: number): void {
  const database = new DatabaseSync(file);
  database.exec(`WITH RECURSIVE row (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < ${count})
    INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json)
    SELECT printf('00000000-0000-4000-8000-%012d', number), 'Old ' || number, number, number, '', settings_json
    FROM row, (SELECT settings_json FROM conversations LIMIT 1)`);
  database.close();
}

test('of ten thousand conversations those near are drawn, and scrolling, the End key and the palette reach the others', async ({
  launchApp,
}) => {
  const first = await launchApp();
  await first.chat.configure({ longestReply: 4 });
  await first.chat.ask('The newest of all');
  await first.close();
  addConversations(join(first.dataDir, 'prisme.db'), 10_000);
  const { page, frame } = await launchApp({ dataDir: first.dataDir });
  await expect(frame.conversation('Old 10000')).toBeVisible();
  const drawn = await frame.conversations.count();
  expect(drawn).toBeLessThan(1_000);
  await frame.conversations.last().scrollIntoViewIfNeeded();
  await expect.poll(() => frame.conversations.count()).toBeGreaterThan(drawn);
  const scrolled = await frame.conversations.count();
  await frame.conversation('Old 10000').getByRole('button').first().focus();
  await page.keyboard.press('End');
  await expect.poll(() => frame.conversations.count()).toBeGreaterThan(scrolled);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await page.getByRole('option').count()).toBeLessThanOrEqual(100);
  await page.getByRole('combobox').fill('Old 4321');
  await expect(page.getByRole('option')).toHaveText([/Old 4321/]);
});
