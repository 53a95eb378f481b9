/**
 * The prompt grid: targets with their spreads and exports, replies, a long grid that is paused and found again after a
 * reload, and an earlier one that is deleted and taken back.
 */
import { readFile } from 'node:fs/promises';
import { Exports } from './pages/exports.ts';
import { GridsPage } from './pages/grids-page.ts';
import { expect, test } from './support/test.ts';

test('targets have a probability for each prompt and variant, with the spread of the column, and leave as CSV and JSON', async ({
  app,
  chat,
}, testInfo) => {
  await expect(chat.message).toBeVisible();
  const grids = new GridsPage(app.page);
  await grids.open();
  await expect(grids.run).toBeDisabled();
  await grids.prompts.fill('The capital of France is');
  await grids.tick('CAPITALS', 'please (English)');
  await app.page.getByRole('main').getByText('3 prompts with their variants').click();
  await expect(grids.preview).toHaveText([
    'The capital of France is',
    'THE CAPITAL OF FRANCE ISCAPITALS',
    'Please: The capital of France isplease (English)',
  ]);
  await grids.target.fill('Paris');
  await grids.start();
  await grids.is('complete');
  await expect(grids.done).toHaveCount(3);
  const shares = (await grids.done.allTextContents()).map((text) => Number.parseFloat(text.replace('<', '')));
  const [spread = ''] = await grids.columnSpreads.allTextContents();
  expect(spread).toMatch(/ pt$/);
  // Of three numbers that are rounded to a tenth each.
  expect(Math.abs(Number.parseFloat(spread) - (Math.max(...shares) - Math.min(...shares)))).toBeLessThan(0.6);
  await expect(grids.result).toContainText('Raw, before samplers');
  const exports = new Exports(app, testInfo.outputDir);
  const csv = await readFile(await exports.save(grids.exportMenu, /CSV$/), 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 3);
  const json: unknown = JSON.parse(await readFile(await exports.save(grids.exportMenu, /JSON$/), 'utf8'));
  expect(json).toMatchObject({ schema: 'prisme.grid.v1', request: { task: { target: 'Paris' } } });
});

test('replies are drawn for each setting and seed, and a click shows the whole of one', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const grids = new GridsPage(app.page);
  await grids.open();
  await grids.prompts.fill('Name a colour.');
  await grids.choose('Reply');
  await grids.choose('Chat');
  await grids.tick('Balanced');
  const main = app.page.getByRole('main');
  await main.getByRole('textbox', { name: /^Seeds/ }).fill('1, 2');
  await main.getByLabel('Tokens of a reply, at most').fill('8');
  await grids.start();
  await grids.is('complete');
  // Greedy once, balanced for both seeds.
  await expect(grids.done).toHaveCount(3);
  await grids.done.first().getByRole('button').click();
  await expect(grids.reply).toContainText('Name a colour.');
  await expect(grids.reply).toContainText(/\d tokens? · /);
  await app.page.keyboard.press('Escape');
  await expect(grids.reply).toHaveCount(0);
});

test('a long grid is paused, found again after a reload with its fields, and stopped with what it has', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const grids = new GridsPage(app.page);
  await grids.open();
  await grids.ask(
    Array.from({ length: 300 }, (_, index) => `Number ${index}. The capital of France is`),
    'Paris',
  );
  await expect(grids.done.first()).toBeVisible({ timeout: 90_000 });
  await grids.result.getByRole('button', { name: 'Pause' }).click();
  await grids.is('paused');
  const at = (await grids.status.textContent()) ?? '';
  expect(at).toMatch(/^Paused at [1-9]/);
  await app.page.reload();
  await expect(app.chat.message).toBeVisible();
  await grids.open();
  await expect(grids.status).toHaveText(at);
  await expect(grids.prompts).toHaveValue(/^Number 0\. The capital of France is\nNumber 1\./);
  await expect(grids.target).toHaveValue('Paris');
  await grids.result.getByRole('button', { name: 'Go on' }).click();
  await grids.is('running');
  await grids.result.getByRole('button', { name: 'Stop' }).click();
  await grids.is('cancelled');
  await expect(grids.done.first()).toBeVisible();
});

test('an earlier grid is opened again, deleted, and taken back', async ({ launchApp }) => {
  const app = await launchApp();
  const grids = new GridsPage(app.page);
  await grids.open();
  await grids.ask(['The sky is', 'The sea is'], 'blue');
  await grids.is('complete');
  await app.page.reload();
  await expect(app.chat.message).toBeVisible();
  await grids.open();
  await grids.earlier.getByRole('button', { name: /^The sky is/ }).click();
  await grids.is('complete');
  await expect(grids.done).toHaveCount(2);
  await grids.earlier.getByRole('button', { name: 'Delete The sky is' }).click();
  await expect(grids.earlier).toHaveCount(0);
  await expect(grids.result).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Undo' }).click();
  await expect(grids.earlier.getByRole('button', { name: /^The sky is/ })).toBeVisible();
});
