/**
 * Presets: kept from a conversation, taken by another, changed and gone back to; and the list of them with its files.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { ConversationSettings } from './pages/conversation-settings.ts';
import { Exports } from './pages/exports.ts';
import { expect, test } from './support/test.ts';

async function runInPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill(words);
  await page.getByRole('option', { name: words }).click();
}

test('what a conversation is set to is kept as a preset, taken by another, changed there and gone back to', async ({
  launchApp,
}) => {
  const { page, frame } = await launchApp();
  const settings = new ConversationSettings(page);
  const { dialog } = settings;
  const preset = dialog.getByRole('combobox', { name: 'Preset' });
  const state = dialog.locator('[data-preset-state]');
  await frame.startConversation();
  await settings.open();
  await settings.systemPrompt.fill('Answer like a reviewer.');
  await settings.preset('Precise').click();
  await dialog.getByRole('button', { name: 'Keep as a preset' }).click();
  await page.keyboard.type('Reviewer');
  await page.keyboard.press('Enter');
  await expect(preset.getByRole('option', { name: 'Reviewer' })).toBeAttached();
  await expect(state).toHaveText('Everything is as in the preset.');
  await settings.close();

  await runInPalette(page, 'New conversation with “Reviewer”');
  await settings.open();
  await expect(settings.systemPrompt).toHaveValue('Answer like a reviewer.');
  await expect(settings.preset('Precise')).toBeChecked();
  await preset.selectOption('None');
  await expect(state).toHaveCount(0);
  await settings.systemPrompt.fill('Answer like a pirate.');
  await settings.preset('Creative').click();
  await preset.selectOption('Reviewer');
  await expect(settings.systemPrompt).toHaveValue('Answer like a reviewer.');
  await expect(settings.preset('Precise')).toBeChecked();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(settings.systemPrompt).toHaveValue('Answer like a pirate.');
  await expect(settings.preset('Creative')).toBeChecked();

  await preset.selectOption('Reviewer');
  await expect(state).toHaveText('Everything is as in the preset.');
  await settings.enter(settings.temperature, 1.5);
  await expect(state).toHaveText('Changed since: sampler.');
  await dialog.getByRole('button', { name: 'Back to the preset' }).click();
  await expect(state).toHaveText('Everything is as in the preset.');
  await expect(settings.temperature).toHaveValue('0.3');
  await settings.enter(settings.temperature, 1.2);
  await expect(state).toHaveText('Changed since: sampler.');
  await expect(page.locator('[data-preset-name]')).toHaveText('Reviewer· changed');
  await dialog.getByRole('button', { name: 'Update the preset' }).click();
  await expect(state).toHaveText('Everything is as in the preset.');
  await expect(settings.temperature).toHaveValue('1.2');
});

test('the list of presets renames, copies, sorts and deletes with a way back, and takes a file whole or not at all', async ({
  launchApp,
}, testInfo) => {
  const app = await launchApp();
  const { page, frame } = app;
  await frame.startConversation();
  const settings = new ConversationSettings(page);
  await settings.open();
  await settings.dialog.getByRole('button', { name: 'Keep as a preset' }).click();
  await page.keyboard.type('Draft');
  await settings.dialog.getByRole('checkbox', { name: /^With the model SmolLM2/ }).check();
  await settings.dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await settings.dialog.getByRole('button', { name: 'All presets' }).click();
  const list = page.getByRole('dialog', { name: 'Presets' });
  const rows = list.getByRole('listitem');
  const act = async (name: string, action: string): Promise<void> => {
    await list.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText(/SmolLM2.*Temperature 0.8/);
  await act('Draft', 'Rename');
  await page.getByRole('textbox', { name: 'Name of the preset' }).fill('Essay');
  await page.keyboard.press('Enter');
  await expect(rows.first()).toContainText('Essay');
  await act('Essay', 'Duplicate');
  await expect(rows.first()).toContainText('Essay 2');
  await act('Essay 2', 'Move down');
  await expect(rows.last()).toContainText('Essay 2');
  await act('Essay 2', 'Delete');
  await expect(rows).toHaveCount(1);
  await list.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(2);
  await act('Essay', 'Use for new conversations');
  await expect(rows.first()).toContainText('for new conversations');

  const exports = new Exports(app, testInfo.outputDir);
  const text = readFileSync(await exports.saveBy(list.getByRole('button', { name: 'Export all' })), 'utf8');
  const importText = (content: string) =>
    list
      .locator('input[type=file]')
      .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await importText(text.replace('"temperature": 0.8', '"temperature": 80'));
  await expect(list.getByRole('alert')).toContainText('presets.0.settings.temperature');
  await expect(rows).toHaveCount(2);
  await importText(text);
  await expect(list.getByRole('alert')).toHaveCount(0);
  await expect(rows).toHaveCount(4);
  await expect(list.getByText('2 presets were brought in.')).toBeVisible();
  await rows.last().getByRole('button', { name: 'New conversation' }).click();
  await expect(list).toHaveCount(0);
  await expect(app.chat.message).toBeFocused();
});
