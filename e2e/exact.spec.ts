/**
 * Exact figures on demand: recomputed over the whole vocabulary, beside what was captured.
 */
import { TokenTools } from './pages/token-tools.ts';
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
