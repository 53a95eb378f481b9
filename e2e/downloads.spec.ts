/**
 * A download from a hub on this machine: paused, found again after the page was loaded anew, and used. Settings of the
 * network are made as a person makes them.
 */
import { readdirSync } from 'node:fs';
import { startHostileHub } from '../fixtures/hostile-hub.ts';
import { createTinyLlama } from '../fixtures/tiny-llama.ts';
import { HubPage } from './pages/hub-page.ts';
import { axeProblems } from './support/axe-problems.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { layoutFaults } from './support/layout-faults.ts';
import { expect, test } from './support/test.ts';

const content = Buffer.from(createTinyLlama({ embedding: 128, feedForward: 512 }).file);

test('a download is paused, survives a new page, goes on, and its model loads', async ({ launchApp }) => {
  const hub = await startHostileHub(
    { 'Little-F32.gguf': content },
    { bytesPerSecond: 200_000, token: 'secret' },
  );
  const modelsDir = modelFolder();
  try {
    const { page, frame } = await launchApp({ modelsDir });
    await frame.settings.click();
    const network = page.getByRole('region', { name: 'Network' });
    await network.getByLabel('Hub of models').fill('not an address');
    await expect(network.getByText('This is no address')).toBeVisible();
    await network.getByLabel('Hub of models').fill(hub.url);
    await network.getByLabel('Hub of models').press('Enter');
    await network.getByLabel('Token for the hub').fill('secret');
    await network.getByRole('button', { name: 'Save' }).click();
    await expect(network.getByText(/^The token is (saved|kept)/)).toBeVisible();
    expect(await axeProblems(page, 'network')).toEqual([]);
    await page.keyboard.press('Escape');

    const models = new HubPage(page);
    await models.open();
    await models.search('little');
    await models.showFiles(/^Show the files of local\/hub$/);
    await models
      .file('F32')
      .getByRole('button', { name: /^Download/ })
      .click();
    await page.getByRole('button', { name: /^1 download: / }).click();
    const downloads = page.getByRole('region', { name: 'Downloads' });
    await expect(downloads.getByText('Downloading')).toBeVisible();
    await downloads.getByRole('button', { name: 'Pause the download of Little-F32.gguf' }).click();
    await expect(downloads.getByText('Paused. What has arrived is kept.')).toBeVisible();
    expect(await page.evaluate(layoutFaults)).toEqual([]);
    expect(await axeProblems(page, 'downloads')).toEqual([]);
    expect(readdirSync(modelsDir).filter((name) => name.endsWith('.gguf'))).toEqual([]);

    await page.reload();
    await frame.models.click();
    await expect(downloads.getByText('Paused. What has arrived is kept.')).toBeVisible();
    hub.setFaults({ token: 'secret' });
    await downloads.getByRole('button', { name: 'Let the download of Little-F32.gguf go on' }).click();
    await expect(downloads.getByText('Complete: it is among your models.')).toBeVisible();
    const details = page.getByRole('button', { name: 'Details of Little' });
    const model = page.getByRole('main').getByRole('listitem').filter({ has: details });
    await model.getByRole('button', { name: 'Load', exact: true }).click();
    await expect(model.getByRole('button', { name: 'Unload' })).toBeVisible({ timeout: 60_000 });
    await downloads.getByRole('button', { name: 'Take Little-F32.gguf off this list' }).click();
    await expect(downloads).toHaveCount(0);
    expect(readdirSync(modelsDir)).toEqual(['Little-F32.gguf']);
  } finally {
    await hub.close();
    removeFolder(modelsDir);
  }
});
