/**
 * A model without a chat template: it says that it continues text, offers a format, and chats once one is chosen.
 */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { ModelsPage } from './pages/models-page.ts';
import { removeFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

const tiny = writeTinyLlama({ chatTemplate: null, sharpness: 3, seed: 5 });
renameSync(tiny.path, join(tiny.folder, 'tiny-vicuna.gguf'));
test.afterAll(() => removeFolder(tiny.folder));

test('a model without a template continues text, and chats once a person has chosen a format', async ({
  launchApp,
}) => {
  const { page, chat, frame, inspector, close } = await launchApp({ modelsDir: tiny.folder });
  await frame.chooseModel(/vicuna/);
  await chat.configure({ systemPrompt: 'Be brief.', longestReply: 6 });
  const notice = page.getByRole('region', { name: 'How the model reads this conversation' });
  await expect(notice).toContainText('This model continues text');
  await expect(page.getByRole('heading', { name: 'Begin a text' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Text to continue' })).toBeVisible();

  await chat.ask('Once upon a time');
  await frame.showInspector(true);
  await inspector.promptTab.click();
  const parts = inspector.panel.getByRole('heading', { level: 3 });
  await expect(parts).toHaveText([/^Start mark /, /^Text /]);

  await notice.getByRole('button', { name: 'Continue as text' }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByText('The model goes on with your text.')).toBeVisible();
  await page.getByRole('button', { name: 'Choose a chat format' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a chat format' });
  await dialog.getByRole('combobox', { name: 'Chat format' }).selectOption({ label: 'Gemma' });
  await expect(dialog.getByText('Prisme writes conversations in this format')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();

  await frame.startConversation();
  await chat.configure({ systemPrompt: 'Be brief.', longestReply: 6 });
  await chat.ask('Hello');
  await frame.showInspector(true);
  await inspector.promptTab.click();
  await expect(parts).toHaveText([/^Start mark /, /^System prompt /, /^You /]);
  await expect(inspector.panel.getByText('This chat format has no place of its own for it')).toBeVisible();
  await close();
});

test('the details of a model show its template, suggest a format by its name, and take a template of one’s own', async ({
  launchApp,
}) => {
  const { page, chat, frame, close } = await launchApp({ modelsDir: tiny.folder });
  await frame.chooseModel(/vicuna/);
  const models = new ModelsPage(page);
  await models.open();
  const model = models.model(/vicuna/);
  await expect(model).toContainText('no chat template');
  await models.showDetails(model);
  await expect(model).toContainText('Its name speaks for the Vicuna format.');
  await model.getByRole('button', { name: 'Use this format' }).click();
  await expect(model).toContainText('Vicuna format');
  await expect(model.getByRole('combobox', { name: 'Chat format' })).toHaveValue('vicuna');
  await model.getByRole('button', { name: 'Show the template' }).click();
  await expect(model.getByRole('region', { name: 'Text of the template' })).toContainText('ASSISTANT:');

  await model
    .getByRole('combobox', { name: 'Chat format' })
    .selectOption({ label: 'A template of your own' });
  const own = model.getByRole('textbox', { name: 'Template of your own (Jinja)' });
  await expect(own).toHaveValue(/ASSISTANT:/);
  await own.fill("{{ raise_exception('not today') }}");
  await model.getByRole('button', { name: 'Use this template' }).click();
  await expect(model).toContainText('template of your own');
  await expect(model.getByText('Its format is not recognised.')).toBeVisible();

  await frame.startConversation();
  await chat.message.fill('Hello');
  await chat.message.press('Enter');
  await expect(chat.error.first()).toContainText('The chat template of the model could not be applied.');
  await expect(chat.error.first()).toContainText('not today');
  await models.open();
  await models.showDetails(model);
  await model.getByRole('button', { name: 'As the file says' }).click();
  await expect(model.getByRole('combobox', { name: 'Chat format' })).toHaveValue('completion');
  await expect(model).toContainText('no chat template');
  await close();
});
