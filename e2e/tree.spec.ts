/**
 * The tree of continuations: its sums, its keys, and the ways on from a place in it.
 */
import { NextTokenBench } from './pages/instruments.ts';
import { TreePage } from './pages/tree-page.ts';
import { expect, test } from './support/test.ts';

const small = { 'Tokens deep': 3, 'Beam length': 3, 'Least path, %': 1 };

test('what is listed and what is left over sum to their parent, everywhere in the tree', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const tree = new TreePage(app.page);
  await tree.open();
  await tree.growFrom('Once upon a', small);
  await expect(tree.status).toHaveText('Complete: nothing within the limits is left to read.');
  await expect(tree.effort).toHaveText(/\d+ tokens listed · \d+ distributions read · .*without the cache/);
  await expect(tree.rows.first()).toHaveAccessibleName(
    /^␣time, \d+ percent here, \d+ percent as a path, greedy/,
  );

  await app.page.getByText('Blocks', { exact: true }).click();
  await app.page.getByRole('button', { name: 'Show as a table' }).click();
  const cells = await app.page
    .getByRole('main')
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
  const sums = new Map<string, number>();
  for (const [path = '', depth = '', token = '', , p = ''] of cells) {
    // A path ends with its own token; that of what is left over is its parent's.
    const parent = token === 'other' ? path : path.slice(0, path.length - token.length);
    const key = `${depth} ${parent}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(p));
  }
  expect(sums.size).toBeGreaterThan(3);
  // Three digits of each stand in the table.
  for (const [key, sum] of sums) expect(Math.abs(sum - 1), key).toBeLessThan(0.01);
  await app.page.getByRole('button', { name: 'Show as a chart' }).click();
  await app.page.getByText('List', { exact: true }).click();
});

test('the same start with other beams reads nothing again, and Stop keeps what has grown', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const tree = new TreePage(app.page);
  await tree.open();
  await tree.growFrom('The sun is', small);
  await app.page.getByText('Whole path', { exact: true }).first().click();
  await tree.grow.click();
  await tree.hasEnded();
  await expect(tree.effort).toHaveText(/ · 0 distributions read · \d+ known from the tree before · /);

  await tree.limit('Least path, %', 0);
  await tree.limit('Tokens deep', 32);
  await tree.limit('Most tokens in all', 5_000);
  await tree.limit('Seconds', 600);
  await tree.grow.click();
  await expect(tree.status).toHaveText('Growing…');
  await expect(tree.rows.first()).toBeVisible();
  await tree.stop.click();
  await expect(tree.status).toHaveText('Stopped. What has grown stays.');
  await expect(tree.rows.first()).toBeVisible();
  await tree.limit('Seconds', 20);
});

test('the keyboard alone goes through the list and the blocks', async ({ app, chat }) => {
  await expect(chat.message).toBeVisible();
  const { keyboard } = app.page;
  const tree = new TreePage(app.page);
  await tree.open();
  await tree.growFrom('Once upon a', small);
  await tree.list.focus();
  await keyboard.press('Home');
  await expect(tree.chosenRow).toHaveAccessibleName(/^␣time/);
  await expect(tree.chosen.getByRole('status')).toHaveText('time');
  await keyboard.press('ArrowLeft');
  await expect(tree.chosenRow).toHaveAttribute('aria-expanded', 'false');
  await keyboard.press('ArrowDown');
  await expect(tree.chosenRow).toHaveAttribute('aria-posinset', '2');
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(tree.chosenRow).toHaveAttribute('aria-level', '2');
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  await keyboard.press('End');
  await expect(tree.chosenRow).toHaveAccessibleName(/other tokens together, \d+ percent$/);
  await expect(tree.chosen.getByRole('status')).toContainText('anything not listed');

  await app.page.getByText('Blocks', { exact: true }).click();
  await tree.blocks.focus();
  await keyboard.press('ArrowLeft');
  await expect(tree.chosen.getByRole('status')).toHaveText('Start');
  await keyboard.press('ArrowRight');
  await expect(tree.chosen.getByRole('status')).toHaveText('time');
  await keyboard.press('Enter');
  await expect(app.page.getByText('Behind “ time”, which counts as 100% here')).toBeVisible();
  await keyboard.press('Backspace');
  await expect(app.page.getByText('From the start')).toBeVisible();
  const lines = tree.blocks.locator('line[stroke-width="2"]');
  await expect(lines).not.toHaveCount(0);
  for (const kind of ['Greedy', 'Sampled', 'Beams'])
    await app.page.getByRole('checkbox', { name: kind }).uncheck();
  await expect(lines).toHaveCount(0);
  for (const kind of ['Greedy', 'Sampled', 'Beams'])
    await app.page.getByRole('checkbox', { name: kind }).check();
  await app.page.getByText('List', { exact: true }).click();
});

test('a path goes on in a chat with exactly its tokens, and the text as it is says why it cannot', async ({
  launchApp,
}) => {
  const { page, chat, inspector, frame } = await launchApp();
  await chat.configure({ longestReply: 6, seed: 4 });
  const tree = new TreePage(page);
  await tree.open();
  await page.getByText('In a chat', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Name a planet.');
  await page.getByRole('textbox', { name: 'Beginning of the reply' }).fill('My favourite');
  for (const [name, value] of Object.entries(small)) await tree.limit(name, value);
  await tree.grow.click();
  await tree.hasEnded();
  await tree.list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const path = (await tree.chosen.getByRole('status').textContent()) ?? '';
  await tree.chosen.getByRole('button', { name: 'In a chat' }).click();
  await expect(chat.lastReply).toContainText(`My favourite${path}`);
  await chat.hasEnded();
  await expect(page.getByRole('article').first()).toContainText('Name a planet.');
  await frame.setHeatMap('Surprise');
  // Tokens that are no text may be drawn before those of the text.
  await expect(inspector.coloured(chat.lastReply)).not.toHaveCount(0);
  await inspector.tokens(chat.lastReply).filter({ hasText: 'My' }).first().click();
  await expect(inspector.panel).toContainText('Given: you put it here');

  await tree.open();
  await page.getByText('Text as it is', { exact: true }).click();
  await tree.growFrom('Once upon a');
  await expect(tree.chosen.getByRole('button', { name: 'In a chat' })).toBeDisabled();
  await expect(tree.chosen).toContainText('A text as it is has no chat around it.');
});

test('a path goes on in the bench with exactly its tokens, and the bench grows a tree from there', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const { page } = app;
  const tree = new TreePage(page);
  await tree.open();
  await tree.growFrom('Once upon a', small);
  await tree.list.focus();
  await page.keyboard.press('Home');
  await tree.chosen.getByRole('button', { name: 'In “Next token”' }).click();
  const bench = new NextTokenBench(page);
  await expect(bench.text).toHaveValue('Once upon a time');
  await bench.isRead();
  await expect(bench.exactness).toHaveText('exact ids');
  const [favourite] = await bench.candidates();

  await page.getByRole('button', { name: 'Grow a tree from here' }).click();
  await expect(page.getByText('4 tokens from elsewhere, exactly as they stand there')).toBeVisible();
  await tree.grow.click();
  await tree.hasEnded();
  const [first] = await tree.names(1);
  // The same tokens read in other batches: the numbers agree to what that moves.
  const percentHere = Number(/([\d.]+) percent here/.exec(first ?? '')?.[1]);
  expect(Math.abs(percentHere - (favourite?.p ?? 0) * 100)).toBeLessThan(2);
  await page.getByRole('button', { name: 'Write the beginning instead' }).click();
  await expect(tree.beginning).toHaveValue('Once upon a time');
});

test('a token of a reply is a start too, and a path from there goes on in a copy of the conversation', async ({
  app,
  chat,
  frame,
  inspector,
}) => {
  const { page } = app;
  await chat.configure({ longestReply: 8, isEndless: true, seed: 4 });
  await chat.ask('Name a colour.');
  const conversations = await frame.conversations.count();
  await frame.setHeatMap('Surprise');
  await inspector.tokens(chat.lastReply).nth(3).click();
  const before = (await chat.textOf()).slice(0, 5);
  await inspector.panel.getByRole('button', { name: 'Tree from here' }).click();
  await expect(page.getByText(/tokens from elsewhere/)).toBeVisible();
  const tree = new TreePage(page);
  for (const [name, value] of Object.entries(small)) await tree.limit(name, value);
  await tree.grow.click();
  await tree.hasEnded();
  // Nothing goes on after an end of text, which may be the favourite here.
  await tree.rowsThatGoOn.first().click();
  await tree.chosen.getByRole('button', { name: 'In a chat' }).click();
  await expect(frame.conversations).toHaveCount(conversations + 1);
  await chat.hasEnded();
  expect((await chat.textOf()).slice(0, 5)).toBe(before);
  await frame.setHeatMap('Off');
});
