/**
 * Scoring a text: the numbers of a short one, its units and charts by keyboard; a long one that is paused, joined again
 * after a reload, and cancelled, while the page goes on answering.
 */
import { ScoringPage } from './pages/scoring-page.ts';
import { expect, test } from './support/test.ts';

const short = 'Paris is the capital of France. The river there is called the Seine.';
/** 100,000 characters and more, in paragraphs. */
const long = Array.from(
  { length: 400 },
  (_, index) =>
    `Paragraph ${index}. ${'The clock in the old tower had stopped, and nobody knew why. '.repeat(4)}`,
).join('\n');

test('a short text gets a colour for each token, totals, and every number of the chosen one', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const scoring = new ScoringPage(app.page);
  await scoring.open();
  await scoring.start(short);
  await scoring.isComplete();
  await expect(scoring.result).toHaveText(short);
  await expect(scoring.total('Surprise')).toHaveText(/^[\d.]+ bits$/);
  await expect(scoring.total('Perplexity')).toHaveText(/this tokeniser only/);
  await scoring.result.focus();
  await app.page.keyboard.press('End');
  await expect(scoring.chosen).toHaveText('.');
  await app.page.keyboard.press('ArrowLeft');
  await expect(scoring.chosen).toBeFocused();
  await expect(scoring.details).toContainText('of 49,152');
  await expect(scoring.details.getByRole('row')).toHaveCount(8);
  // The bits of the tokens up to the last one are those of the text.
  await app.page.keyboard.press('End');
  const total = Number.parseFloat((await scoring.total('Surprise').textContent()) ?? '');
  const bits = /Cumulative, up to here([\d.]+) bits/.exec((await scoring.details.textContent()) ?? '')?.[1];
  expect(Math.abs(Number(bits) - total)).toBeLessThan(1);
});

test('words and sentences add up, the search goes to surprising places, charts have tables', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const scoring = new ScoringPage(app.page);
  await scoring.open();
  await scoring.start(short);
  await scoring.isComplete();
  const main = app.page.getByRole('main');
  const total = Number.parseFloat((await scoring.total('Surprise').textContent()) ?? '');
  await main.getByRole('radio', { name: 'Sentence' }).check();
  let sum = 0;
  await scoring.result.focus();
  for (const sentence of ['Paris is the capital of France.', ' The river there is called the Seine.']) {
    await app.page.keyboard.press('ArrowRight');
    await expect(scoring.chosen).toHaveText(sentence);
    const name = (await scoring.chosen.getAttribute('aria-label')) ?? '';
    sum += Number.parseFloat(/([\d.]+) bits$/.exec(name)?.[1] ?? '');
  }
  expect(Math.abs(sum - total)).toBeLessThan(total / 100);
  await main.getByRole('radio', { name: 'Token' }).check();
  await main.getByRole('spinbutton', { name: /^Surprise above/ }).fill('6');
  await main.getByRole('button', { name: 'Next hit' }).click();
  const bits = /([\d.]+) bits, rank/.exec((await scoring.chosen.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  expect(Number.parseFloat(bits)).toBeGreaterThan(6);
  const ranks = main.getByRole('figure', { name: 'Ranks, share of tokens' });
  await expect(ranks.getByRole('img')).toBeVisible();
  await ranks.getByRole('button', { name: 'Show as a table' }).click();
  await expect(ranks.getByRole('row')).toHaveCount(6);
  // Rounded to what is known, as in the chart.
  const shares = await ranks.getByRole('row').locator('td:nth-of-type(3)').allTextContents();
  expect(shares).toHaveLength(5);
  for (const share of shares) expect(share).toMatch(/^(0|1|0\.\d{3,4})$/);
});

test('coloured by rank, every token has the colour of its bin: 1, 10, 100, 1,000', async ({ app, chat }) => {
  await expect(chat.message).toBeVisible();
  const scoring = new ScoringPage(app.page);
  await scoring.open();
  await scoring.start(short);
  await scoring.isComplete();
  await app.page.getByRole('main').getByRole('radio', { name: 'Rank' }).check();
  await scoring.result.focus();
  const seen = new Set<string>();
  for (let tokens = await scoring.result.locator('[data-first]').count(); tokens > 0; tokens--) {
    await app.page.keyboard.press('ArrowRight');
    const label = (await scoring.chosen.getAttribute('aria-label')) ?? '';
    const rank = Number((/rank ([\d,]+)$/.exec(label)?.[1] ?? '').replaceAll(',', ''));
    if (label.endsWith('not scored')) continue;
    const bin = [1, 10, 100, 1_000].filter((limit) => rank > limit).length;
    await expect(scoring.chosen).toContainClass(`heat-${bin}`);
    seen.add(`heat-${bin}`);
  }
  expect(seen.size).toBeGreaterThan(2);
});

test('100,000 characters are scored while the page answers; pause, reload, go on and cancel keep what is there', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const scoring = new ScoringPage(app.page);
  await scoring.open();
  await scoring.start(long);
  const running = scoring.status.filter({ hasText: /^Scoring: [1-9]/ });
  await expect(running).toBeVisible({ timeout: 90_000 });
  // The page answers meanwhile: units change, the text scrolls.
  await app.page.getByRole('radio', { name: 'Word' }).check();
  await expect(scoring.result.locator('[data-first]').first()).toHaveText('Paragraph');
  await scoring.pause.click();
  const paused = scoring.status.filter({ hasText: /^Paused at / });
  await expect(paused).toBeVisible();
  const at = await paused.textContent();
  await app.page.reload();
  await expect(app.chat.message).toBeVisible();
  await scoring.open();
  await expect(paused).toHaveText(at ?? '');
  await expect(scoring.text).toHaveValue(long);
  await scoring.goOn.click();
  await expect(running).toBeVisible();
  await scoring.cancel.click();
  await expect(scoring.status.filter({ hasText: /^Partial: [1-9]/ })).toBeVisible();
  await expect(scoring.total('Perplexity')).toHaveText(/n = [1-9]/);
});

test('a text comes from a message or from a file, and a file that is no text is refused by name', async ({
  app,
  chat,
}) => {
  const { page } = app;
  await chat.configure({ longestReply: 8, isEndless: true, seed: 5 });
  const reply = await chat.ask('Name a bird.');
  // Marks of Markdown are not drawn: the first word stands for the text.
  const [firstWord = ''] = /\w+/.exec(await chat.textOf(reply)) ?? [];
  await reply.getByRole('button', { name: 'Look into this text' }).click();
  await page.getByRole('menuitem', { name: 'Score this text' }).click();
  const scoring = new ScoringPage(page);
  await expect(scoring.text).toHaveValue(new RegExp(`^\\W*${firstWord}.`));
  await page.getByRole('combobox', { name: 'Take a message…' }).selectOption({ label: 'You: Name a bird.' });
  await expect(scoring.text).toHaveValue('Name a bird.');

  const file = page.getByRole('main').locator('input[type=file]');
  const content = 'L’été, à Orléans.\n';
  await file.setInputFiles({ name: 'été.md', mimeType: 'text/markdown', buffer: Buffer.from(content) });
  await expect(scoring.text).toHaveValue(content);
  await file.setInputFiles({
    name: 'x.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from([0x41, 0xff, 0xfe]),
  });
  await expect(scoring.status.filter({ hasText: 'This file is not UTF-8 text.' })).toBeVisible();
  await expect(scoring.text).toHaveValue(content);
});
