/**
 * Several models in memory: the bar that says who holds how much, unloading, one at a time, and a model that is too large.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { realModelPath } from '../fixtures/real-models.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { ConversationSettings } from './pages/conversation-settings.ts';
import { ModelsPage } from './pages/models-page.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { appWith } from './support/faulty-app.ts';
import { ended } from './support/launch.ts';
import { expect, test } from './support/test.ts';

/** More than any machine has, for a context of a million tokens. Its heads are as long as a block of the smaller caches. */
const tiny = writeTinyLlama({ seed: 3, contextTokens: 1_000_000, embedding: 64, heads: 2, kvHeads: 2 });
const modelsDir = modelFolder(realModelPath('smolLm2'), tiny.path);
test.afterAll(() => {
  removeFolder(modelsDir);
  rmSync(dirname(tiny.path), { recursive: true, force: true });
});

test('models stay in memory beside each other, the bar says so, and each is unloaded where it stands', async ({
  launchApp,
}) => {
  const app = await launchApp({ modelsDir });
  const models = new ModelsPage(app.page);
  await models.open();
  for (const name of [/SmolLM2/, /tiny/]) {
    await models.model(name).getByRole('button', { name: 'Load', exact: true }).click();
    await expect(models.model(name).getByRole('button', { name: 'Unload', exact: true })).toBeVisible();
  }
  await expect(models.holdings).toHaveCount(2);
  const pids = app.enginePids();
  expect(pids).toHaveLength(2);

  // What a smaller budget has no room for leaves at once, the least recently used first.
  await models.memory.getByRole('combobox', { name: 'Models may hold together' }).selectOption('0');
  await expect(models.holdings).toHaveCount(1);
  await expect(models.memory.getByRole('status')).toContainText(
    /^Unloaded to keep to that: SmolLM2.* MB\)\.$/,
  );
  await expect(models.model(/SmolLM2/).getByRole('button', { name: 'Load', exact: true })).toBeVisible();
  expect(app.enginePids()).toHaveLength(1);

  await models
    .model(/SmolLM2/)
    .getByRole('button', { name: 'Load', exact: true })
    .click();
  await expect(models.model(/tiny/).getByRole('button', { name: 'Load', exact: true })).toBeVisible();
  await expect(models.holdings).toHaveCount(1);
  await expect(models.memory.getByRole('status')).toBeEmpty();
  await models.memory.getByRole('button', { name: /^Unload SmolLM2/ }).click();
  await expect(models.holdings).toHaveCount(0);
  await app.close();
  await ended(pids);
});

test('a model that is too large is refused before it is loaded, and says which context fits', async ({
  launchApp,
}) => {
  const app = await launchApp({ modelsDir });
  const models = new ModelsPage(app.page);
  await models.open();
  const row = models.model(/tiny/);
  await row.getByRole('button', { name: /^Details/ }).click();
  await row.getByRole('spinbutton', { name: 'Context in tokens' }).fill('1000000');
  await row.getByText('More settings').click();
  await row.getByRole('spinbutton', { name: 'Tokens read at once' }).fill('4096');
  await row.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(row.getByRole('alert')).toContainText('not enough free memory');
  // Beside the model, and nowhere else.
  await expect(app.page.getByRole('alert')).toHaveCount(1);
  await expect(row.getByRole('button', { name: /^Load with a context of [\d,]+ tokens$/ })).toBeVisible();
  await expect(row.getByRole('button', { name: 'Load all the same' })).toBeVisible();
  expect(app.enginePids()).toEqual([]);

  // Small enough again: what was chosen is remembered, and the model loads with it.
  await row.getByRole('spinbutton', { name: 'Context in tokens' }).fill('256');
  await row.getByRole('radio', { name: 'q8_0' }).click();
  await expect(row.getByRole('radio', { name: 'q8_0' })).toBeChecked();
  await row.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(row.getByRole('button', { name: 'Unload', exact: true })).toBeVisible();
  await expect(row.getByText(/KV cache q8_0/)).toBeVisible();
  await expect(row.getByText(/^the processor/)).toBeVisible();
});

test('a model that was refused is loaded with the largest context that fits, by one click', async ({
  launchApp,
}) => {
  const appFolder = appWith('little-memory');
  const app = await launchApp({ modelsDir, appFolder });
  const models = new ModelsPage(app.page);
  await models.open();
  const row = models.model(/tiny/);
  await models.showDetails(row);
  const context = row.getByRole('spinbutton', { name: 'Context in tokens' });
  await context.fill('1000000');
  await context.press('Enter');
  const sum = row.getByRole('region', { name: /^Memory for tiny/ });
  await expect(sum.getByRole('row').last()).toContainText('Too little by');
  await row.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(row.getByRole('alert')).toContainText('not enough free memory');
  const largest = row.getByRole('button', { name: /^Load with a context of [\d,]+ tokens$/ });
  const tokens = (await largest.innerText()).replaceAll(/\D/g, '');
  await largest.click();
  await expect(row.getByRole('button', { name: 'Unload', exact: true })).toBeVisible();
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await expect(context).toHaveValue(tokens);
  await expect(row).toContainText(`${Number(tokens).toLocaleString('en-GB')} of the 1,000,000 tokens`);
  await app.close();
  removeFolder(appFolder);
});

test('the settings of a conversation are kept as the default of its model, are seen there, and are taken back', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const settings = new ConversationSettings(app.page);
  const keep = app.page.getByRole('button', { name: /^Keep as the default of SmolLM2/ });
  await app.frame.startConversation();
  await settings.open();
  await expect(keep).toBeDisabled();
  await settings.close();
  await app.chat.configure({ longestReply: 3 });
  await settings.open();
  await settings.enter(settings.temperature, 0.45);
  await keep.click();
  await expect(keep).toBeDisabled();
  await settings.close();
  // An empty conversation would be used again.
  await app.chat.ask('Hello');
  await app.frame.startConversation();
  await settings.open();
  await expect(settings.temperature).toHaveValue('0.45');
  await settings.close();
  await app.chat.ask('Hello again');

  const models = new ModelsPage(app.page);
  await models.open();
  const row = models.model(/SmolLM2/);
  await models.showDetails(row);
  await expect(
    row.getByText(/^Your own, kept from a conversation: Temperature 0\.45 · Top-k 40/),
  ).toBeVisible();
  await row.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(row.getByRole('radio', { name: 'Balanced' })).toBeChecked();
  await app.frame.startConversation();
  await settings.open();
  await expect(settings.temperature).toHaveValue('0.8');
});
