/**
 * The bench of the next token: the list follows the caret, picked tokens stay exact, and its numbers are the model's.
 */
import { NextTokenBench } from './pages/instruments.ts';
import { askInTerminal } from './support/ask-in-terminal.ts';
import { copyOf, removeFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

test('the list follows the caret, a picked token stays exact, and undo takes it back', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const { page } = app;
  const bench = new NextTokenBench(page);
  await bench.open();
  await bench.text.fill('The capital of France is');
  await expect(bench.rows.first()).toHaveAttribute('aria-label', /^1: /);
  await bench.isRead();
  await expect(bench.exactness).toHaveText('cut from the text');
  await expect(bench.before).toHaveText('5 tokens before the caret');
  await page.getByRole('button', { name: 'Show 64' }).click();
  const atEnd = await bench.candidates();
  expect(atEnd).toHaveLength(64);
  await expect(page.getByTestId('tail')).toContainText('The other 49,088 pieces');

  await bench.list.press('1');
  const picked = await bench.text.inputValue();
  expect(picked.startsWith('The capital of France is')).toBe(true);
  expect(picked.length).toBeGreaterThan('The capital of France is'.length);
  await bench.isRead();
  await expect(bench.exactness).toHaveText('exact ids');
  await expect(bench.before).toHaveText('6 tokens before the caret');
  await expect(bench.list).toBeFocused();

  await bench.text.press('ControlOrMeta+z');
  await expect(bench.text).toHaveValue('The capital of France is');
  await bench.isRead();
  await expect.poll(() => bench.candidates()).toEqual(atEnd);
  await bench.text.press('Home');
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  await expect(bench.before).toHaveText('1 token before the caret');
  await expect.poll(() => bench.candidates()).not.toEqual(atEnd);
});

test('a token that is not in the list can be forced, goes on as exact ids and says how probable it was', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const { page } = app;
  const bench = new NextTokenBench(page);
  await bench.open();
  // The text of another test may stand there, with the caret in the middle.
  await bench.text.fill('');
  await bench.text.fill('The capital of France is');
  await expect(bench.before).toHaveText('5 tokens before the caret');
  await bench.isRead();
  await page.getByRole('button', { name: 'Show 64' }).click();
  expect((await bench.rows.allTextContents()).join(' ')).not.toContain('elephant');
  const own = page.getByRole('textbox', { name: 'Go on with a text of your own' });
  await own.fill(' elephant');
  await own.press('Enter');
  await expect(bench.text).toHaveValue('The capital of France is elephant');
  await expect(page.getByText(/^␣elephant: <0\.1% · [\d.]+ bits · rank [\d,]+$/)).toBeVisible();
  await bench.isRead();
  await expect(bench.exactness).toHaveText('exact ids');
  await expect(bench.before).toHaveText('6 tokens before the caret');
  // Letters that would be cut together with what stands there stay the tokens that they are.
  await own.fill('s');
  await own.press('Enter');
  await expect(bench.text).toHaveValue('The capital of France is elephants');
  await expect(bench.before).toHaveText('7 tokens before the caret');
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(bench.text).toHaveValue('The capital of France is elephant');
});

test('in a chat its numbers are those of a reply to the same message', async ({
  launchApp,
  preparedDataDir,
}) => {
  const folder = copyOf(preparedDataDir);
  const [first, second] = await askInTerminal('Name a planet.', {
    dataDir: folder,
    tokens: 2,
    temperature: 0,
    top: 8,
  });
  removeFolder(folder);
  const { page } = await launchApp();
  const bench = new NextTokenBench(page);
  await bench.open();
  await page.getByText('In a chat').click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Name a planet.');
  for (const token of [first, second]) {
    await expect.poll(async () => (await bench.candidates())[0]?.id, { timeout: 90_000 }).toBe(token?.id);
    await bench.isRead();
    const shown = await bench.candidates();
    expect(shown.slice(0, 8).map(({ id }) => id)).toEqual(token?.top.map(({ id }) => id));
    for (const [index, { p }] of (token?.top ?? []).entries())
      expect(Math.abs((shown[index]?.p ?? 0) - p)).toBeLessThan(1e-3);
    await page.getByRole('button', { name: 'Go on with the favourite' }).click();
  }
});

test('somebody can be the sampler with the keyboard alone, and is told what it cost', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const { page } = app;
  const bench = new NextTokenBench(page);
  await bench.open();
  await bench.text.fill('Once upon a');
  await expect(bench.before).toHaveText('3 tokens before the caret');
  await bench.isRead();
  await page.getByRole('button', { name: 'Be the sampler' }).press('Enter');
  await expect(bench.rows).toHaveCount(8);
  await expect(bench.list).not.toContainText('%');
  for (const picks of [1, 2]) {
    await bench.isRead();
    await bench.list.press('2');
    await expect(page.getByRole('list', { name: 'Your picks' }).getByRole('listitem')).toHaveCount(picks);
  }
  await page.getByRole('button', { name: 'Finish' }).press('Enter');
  await expect(
    page.getByText(/^Your 2 picks cost [\d.]+ bits\. The favourites at the same places/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).press('Enter');
  await expect(bench.text).toHaveValue('Once upon a');
  await page.getByRole('button', { name: 'Leave the game' }).press('Enter');
});
