/**
 * The first start: language, model, a measurement, then the chat.
 */
import { FirstRunPage } from './pages/first-run-page.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

test('the first start leads from the language over the model and a measurement to a chat that answers', async ({
  launchApp,
}) => {
  const app = await launchApp({ isNew: true });
  const firstRun = new FirstRunPage(app.page);
  await expect(firstRun.progress).toHaveText('Step 1 of 3');
  await firstRun.choose('English');
  await firstRun.next.click();
  await expect(firstRun.progress).toHaveText('Step 2 of 3');
  await expect(firstRun.models.first()).toContainText('Q4_1');
  await firstRun.models.first().click();
  await expect(firstRun.progress).toHaveText('Step 3 of 3');
  await expect(firstRun.start).toBeDisabled();
  await firstRun.isMeasured();
  await expect(firstRun.result).toContainText(/writes about [\d.]+ tokens a second here/);
  await firstRun.start.click();

  await expect(app.frame.modelPicker.getByRole('img', { name: 'Loaded' })).toBeVisible();
  await app.chat.configure({ longestReply: 8 });
  await app.chat.ask('Hello');
  expect(await app.chat.textOf()).not.toBe('');
});

test('French chosen in the first step holds from there on and after a new start', async ({ launchApp }) => {
  const app = await launchApp({ isNew: true });
  const firstRun = new FirstRunPage(app.page);
  await firstRun.choose('Français');
  await expect(firstRun.heading).toHaveText('Bienvenue dans Prisme');
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'fr');
  await firstRun.next.click();
  await expect(firstRun.progress).toHaveText('Étape 2 sur 3');
  await firstRun.skip.click();
  await expect(app.frame.settings).toBeVisible();
  await app.close();

  const again = await launchApp({ dataDir: app.dataDir });
  await expect(again.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(again.page.locator('html')).toHaveAttribute('lang', 'fr');
});

test('each step leads back to the one before, and skipping leads to the chat', async ({ launchApp }) => {
  const app = await launchApp({ isNew: true });
  const firstRun = new FirstRunPage(app.page);
  await expect(firstRun.back).toBeHidden();
  await firstRun.next.click();
  await firstRun.back.click();
  await expect(firstRun.progress).toHaveText('Step 1 of 3');
  await firstRun.next.click();
  await firstRun.models.first().click();
  await firstRun.back.click();
  await expect(firstRun.progress).toHaveText('Step 2 of 3');
  await firstRun.skip.click();
  await expect(app.chat.message).toBeFocused();
});

test('without any model the first start offers to choose one later, and the chat says what is missing', async ({
  launchApp,
}) => {
  const empty = modelFolder();
  const app = await launchApp({ isNew: true, modelsDir: empty });
  const firstRun = new FirstRunPage(app.page);
  await firstRun.next.click();
  await expect(firstRun.models).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Choose a model later' }).click();
  await expect(app.page.getByRole('heading', { level: 1, name: 'No model yet' })).toBeVisible();
  await app.chat.message.fill('Hello');
  await expect(app.chat.send).toBeDisabled();
  await app.close();
  removeFolder(empty);
});
