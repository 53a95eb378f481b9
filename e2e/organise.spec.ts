/**
 * Keeping conversations in order: archive, bin, folders and tags, with the mouse and with the keyboard.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OrganisePage } from './pages/organise-page.ts';
import { expect, test } from './support/test.ts';

test('an archived conversation leaves the list, is found and marked, and comes back', async ({
  frame,
  chat,
}) => {
  const organise = new OrganisePage(frame);
  await chat.configure({ longestReply: 4 });
  await chat.ask('Put away for winter');
  await frame.act('Put away for winter', 'Archive');
  await expect(frame.conversation('Put away for winter')).toHaveCount(0);
  await frame.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(frame.conversation('Put away for winter')).toBeVisible();
  await frame.act('Put away for winter', 'Archive');
  await expect(frame.conversation('Put away for winter')).toHaveCount(0);
  await frame.search.fill('winter');
  await expect(frame.found.first().getByRole('img', { name: 'In the archive' })).toBeVisible();
  await frame.search.press('Escape');
  await organise.show('Archive');
  await frame.open('Put away for winter');
  await expect(organise.archiveNotice).toBeVisible();
  await organise.takeOut.click();
  await expect(organise.archiveNotice).toHaveCount(0);
  await expect(frame.sidebar).toContainText('Nothing is archived.');
  await organise.back.click();
  await expect(frame.conversation('Put away for winter')).toBeVisible();
});

test('the bin shows when a conversation goes for good, gives it back, and asks before it is emptied', async ({
  launchApp,
}) => {
  const { frame, chat, page } = await launchApp();
  const organise = new OrganisePage(frame);
  await chat.configure({ longestReply: 4 });
  await chat.ask('Thrown away');
  const text = await chat.textOf();
  await frame.act('Thrown away', 'Delete');
  await organise.show('Bin');
  const row = frame.conversation('Thrown away');
  await expect(row).toContainText(/Goes for good on \d+ \w+ 20\d\d/);
  // The keyboard: Enter opens the menu of the row, and its first entry takes back.
  await row.getByRole('button').first().press('Enter');
  await page.getByRole('menuitem', { name: 'Take back' }).click();
  await expect(frame.sidebar).toContainText('The bin is empty.');
  await frame.notices.getByRole('button', { name: 'Open' }).click();
  await expect.poll(() => chat.textOf()).toBe(text);
  await organise.back.click();
  await frame.act('Thrown away', 'Delete');
  await organise.show('Bin');
  await frame.sidebar.getByRole('button', { name: 'Empty the bin' }).click();
  await expect(frame.dialog).toContainText('This cannot be undone');
  await frame.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(row).toBeVisible();
  await frame.sidebar.getByRole('button', { name: 'Empty the bin' }).click();
  await frame.dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(frame.sidebar).toContainText('The bin is empty.');
});

test('what has been in the bin for longer than thirty days is gone at the next start', async ({
  launchApp,
}) => {
  const first = await launchApp();
  await first.chat.configure({ longestReply: 4 });
  await first.chat.ask('Long forgotten');
  await first.frame.act('Long forgotten', 'Delete');
  await expect(first.frame.conversation('Long forgotten')).toHaveCount(0);
  await first.close();
  const file = join(first.dataDir, 'prisme.db');
  const database = new DatabaseSync(file);
  const longAgo = Date.now() - 31 * 86_400_000;
  database.exec(
    `UPDATE conversations SET deleted_at_ms = ${longAgo}, checksum = NULL WHERE deleted_at_ms IS NOT NULL`,
  );
  database.exec(`UPDATE settings SET value_json = '${longAgo}' WHERE key = 'binOpenedAtMs'`);
  database.close();
  const again = await launchApp({ dataDir: first.dataDir });
  await new OrganisePage(again.frame).show('Bin');
  await expect(again.frame.sidebar).toContainText('The bin is empty.');
});

test('a folder gives its prompt to new conversations only, takes conversations in by dragging, and can be deleted without them', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const { frame, chat, page } = app;
  const organise = new OrganisePage(frame);
  await chat.configure({ longestReply: 4 });
  await chat.ask('Dragged along');
  await organise.newFolder('Physics');
  await organise.actOnFolder('Physics', 'Prompt and model …');
  await expect(frame.dialog).toContainText('Only new conversations in this folder take these');
  await frame.dialog.getByRole('textbox', { name: /^System prompt/ }).fill('Use SI units.');
  await frame.closeDialogs();
  await frame.conversation('Dragged along').dragTo(organise.folderRow('Physics'));
  await expect(organise.inFolder('Physics', 'Dragged along')).toBeVisible();
  await frame.conversationSettings.click();
  await expect(frame.dialog.getByRole('textbox', { name: /^System prompt/ })).toHaveValue('');
  await frame.closeDialogs();
  await organise.actOnFolder('Physics', 'New conversation here');
  await expect(organise.inFolder('Physics', 'New conversation')).toBeVisible();
  await frame.conversationSettings.click();
  await expect(frame.dialog.getByRole('textbox', { name: /^System prompt/ })).toHaveValue('Use SI units.');
  await frame.closeDialogs();
  await organise.folderRow('Physics').click();
  await expect(organise.folderRow('Physics')).toHaveAttribute('aria-expanded', 'false');
  await expect(frame.conversation('Dragged along')).toHaveCount(0);
  await app.close();

  const again = await launchApp({ dataDir: app.dataDir });
  const later = new OrganisePage(again.frame);
  await expect(later.folderRow('Physics')).toHaveAttribute('aria-expanded', 'false');
  await later.actOnFolder('Physics', 'Delete');
  await expect(again.frame.conversation('Dragged along')).toBeVisible();
  await again.frame.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(later.folderRow('Physics')).toBeVisible();
  await expect(again.frame.conversation('Dragged along')).toHaveCount(0);
  await page.close().catch(() => undefined);
});

test('folders are worked with the keyboard alone: opened, closed, named, moved to, ordered', async ({
  launchApp,
}) => {
  const { frame, chat, page } = await launchApp();
  const organise = new OrganisePage(frame);
  await chat.configure({ longestReply: 4 });
  await chat.ask('Moved by keys');
  await organise.newFolder('Optics');
  await organise.newFolder('Waves');
  await organise.byPalette('Move this conversation to a folder');
  await frame.dialog.getByRole('button', { name: 'Optics' }).press('Enter');
  await expect(organise.inFolder('Optics', 'Moved by keys')).toBeVisible();
  await expect(organise.folders).toHaveText([/^Waves/, /^Optics/]);
  await organise.folderRow('Optics').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(frame.conversation('Moved by keys')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(frame.conversation('Moved by keys')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(frame.conversation('Moved by keys').getByRole('button').first()).toBeFocused();
  await organise.actOnFolder('Optics', 'Move up');
  await expect(organise.folders).toHaveText([/^Optics/, /^Waves/]);
  // A menu that closes gives the focus back a moment later.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await organise.folderRow('Waves').press('F2');
  // Nobody waits for a field before typing its name.
  await page.keyboard.type('Light');
  await page.keyboard.press('Enter');
  await expect(organise.folders).toHaveText([/^Optics/, /^Light/]);
});

test('tags are completed from those in use, shown in the list, filtered by and found', async ({
  launchApp,
}) => {
  const { frame, chat, page } = await launchApp();
  const organise = new OrganisePage(frame);
  await chat.configure({ longestReply: 4 });
  await chat.ask('With a tag');
  await organise.byPalette('Tags of this conversation');
  await organise.tagField.fill('À lire');
  await organise.tagField.press('Enter');
  await expect(frame.dialog.getByRole('listitem')).toHaveText(['À lire']);
  await frame.closeDialogs();
  await frame.startConversation();
  await chat.configure({ longestReply: 4 });
  await chat.ask('Without one');
  await frame.act('Without one', 'Tags …');
  await organise.tagField.fill('a l');
  await organise.tagField.press('ArrowDown');
  await organise.tagField.press('Enter');
  await expect(frame.dialog.getByRole('listitem')).toHaveText(['À lire']);
  await frame.dialog.getByRole('button', { name: 'Remove the tag À lire' }).click();
  await expect(frame.dialog).toContainText('No tags yet.');
  await frame.closeDialogs();
  await expect(frame.conversation('With a tag')).toContainText('À lire');
  await organise.show('À lire');
  await expect(frame.conversations).toHaveCount(1);
  await organise.back.click();
  await frame.search.fill('tag:"a lire"');
  await expect(frame.found.filter({ hasText: 'With a tag' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
});
