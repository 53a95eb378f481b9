/**
 * The models that a person has: what a file says, files that come and go by themselves, and the bin.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTinyLlama } from '../fixtures/tiny-llama.ts';
import { ModelFilesPage } from './pages/model-files-page.ts';
import { removeFolder, temporaryFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

const tiny = createTinyLlama().file;
const smol = 'SmolLM2-135M-Instruct';

test('the page of a model says what its file says', async ({ app, frame, chat }) => {
  await expect(chat.message).toBeVisible();
  await frame.models.click();
  const models = new ModelFilesPage(app.page);
  await models.openPage(smol);
  await expect(models.section('File')).toContainText(
    'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  );
  await expect(models.section('Network')).toContainText('134,515,008');
  await expect(models.section('Network').getByText('30', { exact: true })).toBeVisible();
  await expect(models.section('Network')).toContainText('The token embeddings, used a second time');
  await expect(models.section('Tokeniser')).toContainText('49,152 tokens');
  const types = models.section('Quantisation by tensor type').getByRole('row');
  await expect(types.filter({ hasText: 'Q4_1' })).toContainText('%');
  await expect(models.section('Size on disk by part').getByRole('listitem')).toHaveText([
    /^Token embeddings/,
    /^Attention/,
    /^Feed-forward/,
    /^Output layer/,
    /^Header and vocabulary/,
  ]);
  await models.about.getByRole('button', { name: 'All models' }).click();
  await expect(models.row(smol)).toBeVisible();
});

test('files that come, move and go are noticed, and a deleted one comes back', async ({ launchApp }) => {
  const folder = temporaryFolder('have');
  const app = await launchApp({ modelsDir: folder });
  await app.frame.models.click();
  const models = new ModelFilesPage(app.page);
  await expect(models.folders.getByText(folder)).toBeVisible();
  writeFileSync(join(folder, 'tiny.gguf'), tiny);
  await expect(models.row('tiny')).toBeVisible();
  mkdirSync(join(folder, 'deeper'));
  renameSync(join(folder, 'tiny.gguf'), join(folder, 'deeper', 'moved.gguf'));
  await expect(models.row('moved')).toBeVisible();
  await expect(models.row('tiny')).toHaveCount(0);

  await models.choose('moved', 'Delete the file');
  await expect(models.row('moved')).toHaveCount(0);
  expect(existsSync(join(folder, 'deeper', 'moved.gguf'))).toBe(false);
  await expect(models.bin.getByText('moved.gguf')).toBeVisible();
  await models.undo.click();
  await expect(models.row('moved')).toBeVisible();
  await expect(models.bin).toHaveCount(0);
  expect(readdirSync(join(folder, 'deeper'))).toEqual(['moved.gguf']);

  await models.choose('moved', 'Take from the list');
  await expect(models.row('moved')).toHaveCount(0);
  await models.undo.last().click();
  await expect(models.row('moved')).toBeVisible();

  await models.openPage('moved');
  await models.about.getByRole('button', { name: /^Delete moved\.gguf in / }).click();
  await expect(models.row(smol)).toBeVisible();
  await models.bin.getByRole('button', { name: 'Empty the bin' }).click();
  await models.bin.getByRole('button', { name: /^Delete .* for good$/ }).click();
  await expect(models.bin).toHaveCount(0);
  expect(readdirSync(join(folder, 'deeper'))).toEqual([]);
  rmSync(join(folder, 'deeper'), { recursive: true });
  await app.close();
  removeFolder(folder);
});

test('copies of a file are one model, and the bytes they take too much are said', async ({ launchApp }) => {
  const folder = temporaryFolder('copies');
  writeFileSync(join(folder, 'one.gguf'), tiny);
  writeFileSync(join(folder, 'two.gguf'), tiny);
  const app = await launchApp({ modelsDir: folder });
  await app.frame.models.click();
  const models = new ModelFilesPage(app.page);
  await expect(models.row('one')).toContainText('2 copies');
  await models.openPage('one');
  await expect(models.section('Where it lies')).toContainText('frees');
  await models.about.getByRole('button', { name: /^Delete two\.gguf in / }).click();
  await expect(models.section('Where it lies').getByRole('listitem')).toHaveCount(1);
  await expect(models.section('Where it lies')).not.toContainText('frees');
  await app.close();
  removeFolder(folder);
});

test('a file that is dropped on the screen is added: in place in the window, as a copy from the browser', async ({
  launchApp,
  shell,
}) => {
  const folder = temporaryFolder('dropped');
  const path = join(folder, 'dropped.gguf');
  writeFileSync(path, tiny);
  writeFileSync(join(folder, 'text.txt'), 'no model');
  const app = await launchApp();
  await app.frame.models.click();
  const models = new ModelFilesPage(app.page);
  await expect(models.add).toBeEnabled();
  await models.drop(path);
  const name = shell === 'electron' ? 'dropped' : /^dropped-[0-9a-f]{8}$/;
  const row = app.page.getByRole('main').getByRole('listitem').getByText(name, { exact: true });
  await expect(row).toBeVisible();
  await row.click();
  const places = models.section('Where it lies').getByRole('listitem');
  if (shell === 'electron') await expect(places).toContainText(folder);
  else await expect(places).not.toContainText(folder);
  if (shell === 'electron') {
    await models.about.getByRole('button', { name: 'All models' }).click();
    await models.drop(join(folder, 'text.txt'));
    await expect(app.page.getByText(/^text\.txt could not be taken/)).toBeVisible();
  }
  await app.close();
  removeFolder(folder);
});
