/**
 * Around the message that is being written: the draft outlives a restart, passages are quoted, and keys can be changed.
 */
import { seededApp } from './support/seeded-app.ts';
import { expect, test } from './support/test.ts';

test('what was being typed is there after a restart, and what was sent is not', async ({ launchApp }) => {
  const app = await launchApp();
  await app.frame.startConversation();
  await app.chat.configure({ longestReply: 2 });
  await app.chat.ask('Sent');
  await app.chat.message.pressSequentially('half a thought');
  // Closed at once: the draft may not wait for a pause in typing.
  const { dataDir } = app;
  await app.close();
  const again = await launchApp({ dataDir });
  await expect(again.chat.message).toHaveValue('half a thought');
  await expect(again.chat.userMessages).toHaveCount(1);
});

test('a passage selected in a reply is quoted into the message, by the button and by the key', async ({
  launchApp,
}) => {
  const app = await seededApp(launchApp, 'Glass bends light.\n\nEach colour by another angle.');
  await app.chat.message.fill('Look:');
  const first = app.chat.lastReply.getByText('Glass bends light.');
  await first.click({ clickCount: 3 });
  await app.page.getByRole('button', { name: 'Quote', exact: true }).click();
  await expect(app.chat.message).toHaveValue('Look:\n\n> Glass bends light.\n\n');
  await expect(app.chat.message).toBeFocused();
  await expect(app.page.getByRole('button', { name: 'Quote', exact: true })).toHaveCount(0);

  await app.chat.message.fill('');
  await app.chat.lastReply.getByText('Each colour by another angle.').click({ clickCount: 3 });
  await app.page.keyboard.press('ControlOrMeta+Shift+E');
  await expect(app.chat.message).toHaveValue('> Each colour by another angle.\n\n');
});

test('keys can be changed: the new ones work, the old ones do not, a conflict is named, and all can be taken back', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const { page } = app;
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  const row = (command: string) => dialog.locator(`[data-command="${command}"]`);
  const openKeys = async (): Promise<void> => {
    await page.locator('body').press('?');
    await expect(dialog).toBeVisible();
  };
  await page
    .locator('h1, main')
    .first()
    .click({ position: { x: 5, y: 5 } });
  await openKeys();

  await row('models')
    .getByRole('button', { name: /^Change/ })
    .click();
  await page.keyboard.press('j');
  await expect(row('models')).toContainText('A key alone is a letter');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(row('models')).toContainText('These keys belong to:');
  await row('models').getByRole('button', { name: 'Cancel' }).click();

  await row('models')
    .getByRole('button', { name: /^Change/ })
    .click();
  await page.keyboard.press('Control+Alt+m');
  await expect(row('models').locator('kbd')).toHaveText(['Ctrl', 'Alt', 'M']);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+Shift+M');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toHaveCount(0);
  await page.keyboard.press('Control+Alt+m');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();

  await page.reload();
  await page
    .locator('h1, main')
    .first()
    .click({ position: { x: 5, y: 5 } });
  await openKeys();
  await expect(row('models').locator('kbd')).toHaveText(['Ctrl', 'Alt', 'M']);
  await dialog.getByRole('button', { name: 'The usual keys for everything' }).click();
  await expect(row('models').locator('kbd')).toHaveText(['Ctrl', 'Shift', 'M']);
});
