/**
 * The way back to an earlier day, and out of a database that does not open, as a person goes it.
 */
import { closeSync, existsSync, openSync, readdirSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { type OwnApp, expect, test } from './support/test.ts';

async function ask({ chat }: OwnApp, text: string): Promise<void> {
  await chat.configure({ longestReply: 3 });
  await chat.ask(text);
}

const restoreButton = (page: Page) => page.getByRole('button', { name: /^Restore the backup of / }).first();

async function restore(page: Page): Promise<void> {
  await restoreButton(page).click();
  await page.getByRole('button', { name: 'Restore this backup' }).click();
}

test('a backup that is made now can be restored, and what was written since is kept aside', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const { page, frame } = app;
  await ask(app, 'The first question');
  await frame.settings.click();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(restoreButton(page)).toBeVisible();
  await frame.closeDialogs();
  await ask(app, 'The second question');
  await frame.settings.click();
  await restore(page);
  await expect(page.getByText('The first question').first()).toBeVisible();
  await expect(page.getByText('The second question')).toHaveCount(0);
  await expect(page.getByText('Another database has taken the place')).toBeVisible();
  expect(readdirSync(join(app.dataDir, 'set-aside'))).toHaveLength(1);
  // The app is whole: it answers.
  await ask(app, 'The third question');
});

test('a damaged database leads to a screen that says so, and from there back to a backup', async ({
  launchApp,
}) => {
  const first = await launchApp();
  await ask(first, 'A question from before');
  await first.frame.settings.click();
  await first.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(restoreButton(first.page)).toBeVisible();
  await first.close();
  const file = join(first.dataDir, 'prisme.db');
  truncateSync(file, 8_192);
  const { page } = await launchApp({ dataDir: first.dataDir });
  await expect(page.getByRole('heading', { name: 'Your conversations cannot be opened' })).toBeVisible();
  await restore(page);
  await expect(page.getByText('A question from before').first()).toBeVisible();
  expect(existsSync(file)).toBe(true);
});

/** Makes the file too large to be checked before it is opened, and breaks it where no start reads. */
function growAndDamage(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`CREATE TABLE filler (bytes BLOB) STRICT;
    WITH RECURSIVE row (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < 80)
    INSERT INTO filler SELECT zeroblob(1000000) FROM row;`);
  database.close();
  const middle = Math.floor(statSync(file).size / 2 / 4_096) * 4_096;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(64, 0xff), 0, 64, middle);
  closeSync(descriptor);
}

test('a large database that is damaged opens, says so as soon as it is known, and leads to the ways out', async ({
  launchApp,
}) => {
  const first = await launchApp();
  await ask(first, 'A question from before');
  await first.close();
  growAndDamage(join(first.dataDir, 'prisme.db'));
  const { page } = await launchApp({ dataDir: first.dataDir });
  await expect(page.getByText('The file with your conversations is damaged.')).toBeVisible();
  await expect(page.getByText('A question from before').first()).toBeVisible();
  await page.getByRole('button', { name: 'Show the ways out' }).click();
  await expect(page.getByRole('heading', { name: 'Your conversations cannot be opened' })).toBeVisible();
  await page.getByRole('button', { name: 'Save what is readable and go on' }).click();
  await expect(page.getByText('A question from before').first()).toBeVisible();
  await expect(page.getByText('The file with your conversations is damaged.')).toHaveCount(0);
});

test('a database of which nothing is left can be given up without losing the file', async ({ launchApp }) => {
  const first = await launchApp();
  await first.close();
  truncateSync(join(first.dataDir, 'prisme.db'), 0);
  const { page } = await launchApp({ dataDir: first.dataDir });
  await page.getByRole('button', { name: 'Save what is readable and go on' }).click();
  await expect(page.getByText('0 conversations and 0 messages were saved.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Your conversations cannot be opened' })).toHaveCount(0);
});
