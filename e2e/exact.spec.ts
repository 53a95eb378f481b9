/**
 * Exact figures on demand: recomputed over the whole vocabulary, beside what was captured.
 */
import { realModelPath } from '../fixtures/real-models.ts';
import { FirstRunPage } from './pages/first-run-page.ts';
import { PlaygroundPage } from './pages/playground-page.ts';
import { TokenTools } from './pages/token-tools.ts';
import { modelFolder, removeFolder, temporaryFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

test('a token computed again agrees with its capture, and says that it was recomputed', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 8, seed: 4 });
  const reply = await chat.ask('What is the capital of France?');
  await frame.showInspector(true);
  await inspector.tokens(reply).nth(2).click();
  await inspector.isAt(3);
  const tools = new TokenTools(app.page);
  await tools.compute.click();
  const [rank, capturedRank] = await tools.figure('Rank');
  expect(rank).toBe(`${capturedRank ?? ''} of 49,152`);
  expect((await tools.figure('Entropy'))[0]).toMatch(/^\d+\.\d\d\sbits$/);
  expect((await tools.figure('Entropy'))[2]).toMatch(/^(none|within bounds|<0\.01\sbits)$/);
  expect((await tools.figure('Surprise'))[2]).toMatch(/^(none|<0\.01\sbits)$/);
  await expect(tools.exact).toContainText('Recomputed later: may differ slightly.');
});

test('a typed text has a probability as typed and as a new word, and several pieces multiply', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 8, seed: 4 });
  const reply = await chat.ask('What is the capital of France?');
  await frame.showInspector(true);
  await inspector.tokens(reply).nth(1).click();
  const tools = new TokenTools(app.page);
  await tools.ask('Lyon by the river');
  const tables = tools.exact.getByRole('table');
  await expect(tables).toHaveCount(2);
  for (const table of await tables.all()) {
    const bits = await table.getByRole('row').locator('td:nth-of-type(2)').allTextContents();
    const values = bits.map((text) => Number.parseFloat(text));
    const total = values.pop() ?? 0;
    expect(values.length).toBeGreaterThan(1);
    // Each number is rounded to a hundredth.
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - total)).toBeLessThan(
      0.01 * values.length,
    );
  }
  await expect(tools.exact).toContainText('The probability of this cut into tokens.');
});

test('a token that was captured has its recomputed probability beside the captured one', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 8, seed: 4 });
  const reply = await chat.ask('What is the capital of France?');
  await frame.showInspector(true);
  await inspector.tokens(reply).nth(3).click();
  await inspector.isAt(4);
  const tools = new TokenTools(app.page);
  const [favourite] = await inspector.table.first().locator('tbody tr').all();
  if (!favourite) throw new Error('there are rows');
  const [text = ''] = await favourite.locator('th .token-label, th .branch-token').allTextContents();
  const captured = await favourite.locator('td').first().textContent();
  await tools.ask(text.replaceAll('␣', ' '));
  await expect(tools.exact).toContainText(`: ${captured ?? '?'}. Difference: <0.1 pt.`);
});

test('without the model file what was captured stays, the playground works, and the rest says why not', async ({
  launchApp,
}) => {
  const ownModels = modelFolder(realModelPath('smolLm2'));
  const before = await launchApp({ isNew: true, modelsDir: ownModels });
  await new FirstRunPage(before.page).complete();
  await before.frame.startConversation();
  await before.chat.configure({ isEndless: true, longestReply: 8, seed: 4 });
  await before.chat.ask('What is the capital of France?');
  await before.close();
  removeFolder(ownModels);
  const modelsDir = temporaryFolder('no-models');
  const { page, chat, frame, inspector } = await launchApp({ dataDir: before.dataDir, modelsDir });
  await frame.showInspector(true);
  await inspector.tokens(chat.lastReply).nth(2).click();
  await inspector.isAt(3);
  const tools = new TokenTools(page);
  await expect(tools.exact).toContainText('is not here any more: nothing can be computed again.');
  await expect(page.getByRole('region', { name: 'Branch from here' })).toContainText('is not here any more');
  await expect(tools.alternatives).toHaveCount(0);
  await expect(inspector.rows).not.toHaveCount(0);
  const playground = new PlaygroundPage(page);
  await playground.open();
  await playground.radio('Neutral').check({ force: true });
  await playground.enter('Top-k', 3);
  await expect.poll(() => playground.left()).toBe('3');
  await playground.button('Roll').click();
  await expect(playground.draw).toContainText('Draw 2 with this seed.');
  await playground.enter('Top-k', 0);
  await playground.enter('Temperature', 1.5);
  await expect(page.getByRole('main')).toContainText('so the full row cannot be loaded');
  removeFolder(modelsDir);
});
