/**
 * The token for the hub: where the shell has a store of secrets it comes back at the next start, sealed on disk; where it
 * has none (a browser, or an Electron without a keyring) the settings say so, and it ends with the app. In no case are its letters on disk.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { copyOf, removeFolder } from './support/folders.ts';
import { expect, type OwnApp, test } from './support/test.ts';

const token = 'hf_QuiteATokenThatNobodyElseWrites';

function filesWithToken(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(token));
}

const networkOf = (page: Page) => page.getByRole('region', { name: 'Network' });

async function openNetwork({ page, frame }: OwnApp) {
  await frame.settings.click();
  const network = networkOf(page);
  await expect(network.getByLabel('Hub of models')).toBeVisible();
  return network;
}

test('the token for the hub is sealed by the system or kept until the end, says which, and is never readable on disk', async ({
  launchApp,
  preparedDataDir,
}) => {
  const dataDir = copyOf(preparedDataDir);
  try {
    const first = await launchApp({ dataDir });
    const network = await openNetwork(first);
    await network.getByLabel('Token for the hub').fill(token);
    await network.getByRole('button', { name: 'Save' }).click();
    const sealed = network.getByText('The token is saved in the system’s secret store.');
    const kept = network.getByText('The token is kept until Prisme closes: there is no secret store here.');
    await expect(sealed.or(kept)).toBeVisible();
    const isSealed = await sealed.isVisible();
    await first.close();
    expect(filesWithToken(dataDir)).toEqual([]);

    const again = await openNetwork(await launchApp({ dataDir }));
    await expect(again.getByRole('button', { name: 'Forget the token' })).toHaveCount(isSealed ? 1 : 0);
    await expect(again.getByText(/^The token is saved/)).toHaveCount(isSealed ? 1 : 0);
    await expect(again.getByText(/^The token is kept/)).toHaveCount(0);
  } finally {
    removeFolder(dataDir);
  }
});
