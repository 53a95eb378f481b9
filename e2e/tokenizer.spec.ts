/**
 * The tokeniser view: where a text is cut, and what each piece is.
 */
import { hasRealModel, realModelPath } from '../fixtures/real-models.ts';
import { TokenizerView } from './pages/instruments.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

test('a split character is shown as its bytes, and says which character it is a part of', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const view = new TokenizerView(app.page);
  await view.open();
  await view.text.fill('Hello 😊 <|im_start|>');
  await expect(view.boxes.filter({ hasText: '⟨F0 9F 98⟩' })).toHaveCount(1);
  expect(await app.page.getByRole('main').textContent()).not.toContain('\ufffd');
  await view.boxes.filter({ hasText: '⟨F0 9F 98⟩' }).hover();
  await expect(view.details).toContainText('it makes “😊”');
  // The name of a mark is text here: several tokens, and none of them a control token.
  const names = await view.boxes.allTextContents();
  expect(names.join('')).toContain('im');
  expect(names).not.toContain('<|im_start|>');
  expect(await view.total('Bytes')).toBe('23');
  expect(Number(await view.total('Tokens'))).toBe(await view.boxes.count());
});

test('the arrow keys go from token to token, and the table has the same tokens', async ({ app, chat }) => {
  await expect(chat.message).toBeVisible();
  const view = new TokenizerView(app.page);
  await view.open();
  await view.text.fill('A tiny cat');
  await expect(view.boxes).toHaveText(['A', '␣tiny', '␣cat']);
  await view.list.focus();
  await app.page.keyboard.press('End');
  await expect(view.details).toContainText('3 of 3');
  await expect(view.details).toContainText('20 63 61 74');
  await app.page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(app.page.getByRole('main').getByRole('row')).toHaveCount(4);
});

test('a hundred thousand characters are cut and drawn in part', async ({ app, chat }) => {
  await expect(chat.message).toBeVisible();
  const view = new TokenizerView(app.page);
  await view.open();
  await view.text.fill('word '.repeat(20_000));
  await expect(view.boxes).toHaveCount(1_500);
  await expect.poll(() => view.total('Characters')).toBe('100,000');
  await app.page.getByRole('button', { name: /^Show 1,500 more of/ }).click();
  await expect(view.boxes).toHaveCount(3_000);
  await view.text.fill('');
});

test('two tokenisers stand side by side, each with its own tokens and totals of the same text', async ({
  launchApp,
}) => {
  test.skip(!hasRealModel('gemma3'), 'needs the second test model');
  const modelsDir = modelFolder(realModelPath('smolLm2'), realModelPath('gemma3'));
  const { page } = await launchApp({ modelsDir });
  const view = new TokenizerView(page);
  await view.open();
  await view.text.fill('été 😊');
  const main = page.getByRole('main');
  const [small, large] = [
    main.getByRole('region', { name: /^SmolLM2/ }),
    main.getByRole('region', { name: /^gemma/ }),
  ];
  await main.getByRole('checkbox', { name: /^gemma/ }).check({ timeout: 60_000 });
  const gemma = large.getByRole('option');
  await expect(gemma).not.toHaveCount(0, { timeout: 90_000 });
  // One of them splits the last character, the other one does not; neither shows a replacement character.
  await expect(gemma.filter({ hasText: '😊' })).toHaveCount(1);
  await expect(small.getByRole('option').filter({ hasText: '⟨8A⟩' })).toHaveAccessibleName(
    /^⟨8A⟩, id \d+, .*“😊”/,
  );
  expect(await main.textContent()).not.toContain('\ufffd');
  for (const column of [small, large]) {
    const figure = (name: string) => column.locator('dl > div').filter({ hasText: name }).locator('dd');
    await expect(figure('Bytes').first()).toHaveText('10');
    const tokens = await column.getByRole('option').count();
    await expect(figure('Tokens per word')).toHaveText(tokens.toFixed(2));
  }
  await large.getByRole('button', { name: 'Show as a table' }).click();
  await expect(large.getByRole('table').getByRole('row').last()).toContainText('normal');
  removeFolder(modelsDir);
});
