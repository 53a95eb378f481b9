/**
 * Titles by the model: seen while they are written, given up, asked for, taken back. What the small model says is never
 * looked at: it may be a title or rubbish.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from './support/test.ts';

test('a title by the model is seen, waits behind a reply, is given up, and is asked for again', async ({
  launchApp,
}) => {
  const { frame, chat, page } = await launchApp();
  await frame.chooseTitles('By the model');
  await chat.configure({ longestReply: 4 });
  const mark = frame.sidebar.getByRole('img', { name: 'The model is writing a title' });
  const seen = mark.waitFor();
  await chat.ask('Why is the sea salty');
  await seen;
  await expect(mark).toHaveCount(0);

  // Whatever it is called now, it has a name of its own from here on.
  await frame.conversations.first().getByRole('button').first().press('F2');
  await frame.sidebar.getByRole('textbox', { name: 'Name of the conversation' }).fill('Salt by hand');
  await page.keyboard.press('Enter');
  await expect(frame.conversation('Salt by hand')).toBeVisible();

  await chat.configure({ isEndless: true, longestReply: 2_000 });
  await chat.submit('Count to a thousand, in words');
  await chat.isWriting();
  await frame.act('Salt by hand', 'Write a new title');
  await expect(mark).toBeVisible();
  await expect(frame.sidebar.getByRole('status')).toHaveText('The model is writing a title');
  await expect(chat.stop).toBeVisible();
  await frame.act('Salt by hand', 'Stop writing the title');
  await expect(mark).toHaveCount(0);
  await chat.stop.click();
  await chat.hasEnded();
  await expect(frame.conversation('Salt by hand')).toBeVisible();

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('Write a new title');
  await page.keyboard.press('Enter');
  await expect(frame.notices).toContainText(/has written a new title|is no title/);
  await expect(mark).toHaveCount(0);
});

test('a title by the model says so, and gives way to the first words and back', async ({ launchApp }) => {
  const first = await launchApp();
  await first.chat.configure({ longestReply: 4 });
  await first.chat.ask('Why do leaves turn red');
  await first.close();
  const database = new DatabaseSync(join(first.dataDir, 'prisme.db'));
  database.exec(
    `UPDATE conversations SET title = 'Autumn colours', title_by = 'model', checksum = NULL WHERE title = 'Why do leaves turn red'`,
  );
  database.close();
  const { frame } = await launchApp({ dataDir: first.dataDir });
  const row = frame.conversation('Autumn colours').getByRole('button').first();
  await expect(row).toHaveAccessibleDescription('“Autumn colours”, a title by the model');
  await frame.act('Autumn colours', 'Back to the first words');
  await expect(frame.conversation('Why do leaves turn red')).toBeVisible();
  await frame.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
});
