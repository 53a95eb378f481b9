/**
 * The heat map over a reply and the distribution behind each of its tokens.
 */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { realModelPath } from '../fixtures/real-models.ts';
import { askInTerminal } from './support/ask-in-terminal.ts';
import { copyOf, modelFolder, removeFolder } from './support/folders.ts';
import { bitsOf, isShareOf } from './support/numbers-on-screen.ts';
import { expect, test } from './support/test.ts';

test('the heat map is off until H is pressed, and H takes it away again', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ longestReply: 16, seed: 5 });
  const reply = await chat.ask('Name three animals.');
  await expect(inspector.coloured(reply)).toHaveCount(0);
  await expect(inspector.legend).toBeHidden();
  await frame.heatMap.focus();
  await app.page.keyboard.press('h');
  await expect(inspector.legend).toBeVisible();
  await expect(inspector.coloured(reply)).not.toHaveCount(0);
  await app.page.keyboard.press('h');
  await expect(inspector.legend).toBeHidden();
  await expect(inspector.coloured(reply)).toHaveCount(0);
});

test('an H that is typed into a message is a letter', async ({ chat, inspector }) => {
  await chat.message.press('h');
  await expect(chat.message).toHaveValue('h');
  await expect(inspector.legend).toBeHidden();
  await chat.message.fill('');
});

test('a step chosen in the legend is the only one that keeps its colour', async ({
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ preset: 'Creative', seed: 5, longestReply: 40, isEndless: true });
  const reply = await chat.ask('Write something surprising.');
  await frame.setHeatMap('Surprise');
  await expect(inspector.legend.getByRole('button')).toHaveText(['<0.5', '<1', '<2', '<4', '<8', '≥8']);
  const expected = reply.locator('[data-cell].heat-0').first();
  const surprising = reply.locator('[data-cell].heat-3').first();
  const fill = (token: typeof expected) =>
    token.evaluate((element) => {
      const { backgroundColor, textDecorationLine, borderBottomWidth, backgroundImage } =
        getComputedStyle(element);
      return { backgroundColor, textDecorationLine, borderBottomWidth, backgroundImage };
    });
  const plain = await fill(expected);
  const coloured = await fill(surprising);
  expect(coloured).not.toEqual(plain);
  await inspector.legend.getByRole('button', { name: '<0.5' }).click();
  await expect(inspector.legend.getByRole('button', { name: '<0.5' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect.poll(() => fill(surprising)).not.toEqual(coloured);
  await inspector.legend.getByRole('button', { name: '<0.5' }).click();
  await expect.poll(() => fill(surprising)).toEqual(coloured);
});

test('probability and rank have legends of their own', async ({ frame, chat, inspector }) => {
  await chat.configure({ longestReply: 8, seed: 5 });
  const reply = await chat.ask('Name a tree.');
  await frame.setHeatMap('Probability');
  await expect(inspector.legend.getByRole('button').first()).toHaveText('≥70%');
  await frame.setHeatMap('Rank');
  await expect(inspector.legend.getByRole('button').first()).toHaveText('1');
  await expect(inspector.coloured(reply)).not.toHaveCount(0);
});

test('a click on a token opens the inspector on it, and the arrow keys go from token to token', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 20, seed: 5 });
  const reply = await chat.ask('Say something about rivers.');
  await frame.setHeatMap('Surprise');
  await inspector.tokens(reply).first().click();
  await inspector.isAt(1);
  const { keyboard } = app.page;
  await keyboard.press('ArrowRight');
  await inspector.isAt(2);
  await keyboard.press('ArrowRight');
  await inspector.isAt(3);
  await keyboard.press('ArrowLeft');
  await inspector.isAt(2);
  await keyboard.press('End');
  await inspector.isAt(20);
  await keyboard.press('Home');
  await inspector.isAt(1);
  await expect(reply.getByRole('button', { pressed: true })).toHaveAccessibleName(
    /percent, [\d.]+ bits, rank \d+ of 49,152/,
  );
});

test('the panel says in words and numbers how the token was chosen', async ({ frame, chat, inspector }) => {
  await chat.configure({ preset: 'Balanced', seed: 11, isEndless: true, longestReply: 12 });
  await chat.ask('Begin a fairy tale.');
  await frame.showInspector(true);
  await inspector.firstToken.click();
  await inspector.position.press('End');
  await inspector.isAt(12);
  await expect(inspector.sentences).toContainText(
    /the favourite, [<>\d.]+%|choice, [<>\d.]+%. The favourite was/,
  );
  await expect(inspector.sentences).toContainText('Likely does not mean true.');
  await expect(inspector.chosenRow).toHaveCount(1);
  expect(await inspector.figure('Rank')).toMatch(/^[\d,]+ of 49,152$/);
  expect(await inspector.figure('Surprise')).toMatch(/^\d+\.\d\d\sbits$/);
  expect(await inspector.figure('Entropy')).toMatch(
    /^\d+\.\d\d(–\d+\.\d\d)?\sbits (exact|between these bounds)$/,
  );
  expect(await inspector.figure('Bytes')).toMatch(/^([0-9A-F]{2} ?)+$/);
  expect(await inspector.figure('Chance to stop here')).toMatch(/^[<>\d.]+% before settings$/);
  expect(await inspector.figure('Draw')).toMatch(/^0\.\d+, in the slice [\d.]+–[\d.]+$/);
});

test('all captured alternatives and the rest add up to everything, and removed ones name the stage that removed them', async ({
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ preset: 'Precise', seed: 3, longestReply: 6 });
  await chat.ask('Invent a word.');
  await frame.showInspector(true);
  await inspector.firstToken.click();
  await inspector.panel.getByRole('button', { name: 'Show all 64' }).click();
  await expect(inspector.rows).toHaveCount(66);
  await expect(inspector.tailRow).toContainText('The other 49,088 pieces');
  await expect(inspector.rows.filter({ hasText: /removed by (top-k|top-p|min-p)/ })).not.toHaveCount(0);
  const before = await inspector.rows.locator('td:nth-of-type(1)').allTextContents();
  const total = before
    .map((text) => Number(text.replace(/[<>≤%]/g, '')))
    .reduce((sum, share) => sum + share, 0);
  // Each of 65 numbers is rounded to a tenth; "<0.1%" counts as a tenth at most.
  expect(Math.abs(total - 100)).toBeLessThanOrEqual(6.5);
});

test('the inspector follows a reply while it is written', async ({ frame, chat, inspector }) => {
  await chat.configure({ isEndless: true, longestReply: 2000 });
  await chat.submit('Write a very long story.');
  await chat.hasWritten(5);
  await frame.setHeatMap('Surprise');
  await frame.showInspector(true);
  await inspector.firstToken.click();
  await inspector.isAt(1);
  await expect(inspector.chosenRow).toHaveCount(1);
  const early = await inspector.total();
  await expect.poll(() => inspector.total()).toBeGreaterThan(early);
  await expect(chat.stop).toBeVisible();
  await expect(inspector.coloured(chat.lastReply)).not.toHaveCount(0);
  await chat.stop.click();
  await chat.hasEnded();
});

test('an old reply keeps its distributions when its model file is gone', async ({ launchApp }) => {
  const modelsDir = modelFolder(realModelPath('smolLm2'));
  const app = await launchApp({ modelsDir });
  await app.chat.configure({ isEndless: true, longestReply: 10, seed: 5 });
  await app.chat.ask('Name a month.');
  await app.frame.showInspector(true);
  await app.inspector.firstToken.click();
  const rows = await app.inspector.rowTexts();
  const entropy = await app.inspector.figure('Entropy');
  await app.close();
  rmSync(join(modelsDir, basename(realModelPath('smolLm2'))));

  const again = await launchApp({ dataDir: app.dataDir, modelsDir });
  await again.chat.hasEnded();
  await again.frame.setHeatMap('Surprise');
  await expect(again.inspector.coloured(again.chat.lastReply)).toHaveCount(10);
  await again.inspector.firstToken.click();
  await again.inspector.isAt(1);
  await expect.poll(() => again.inspector.rowTexts()).toEqual(rows);
  expect(await again.inspector.figure('Entropy')).toBe(entropy);
  expect(again.enginePids()).toEqual([]);
  await again.close();
  removeFolder(modelsDir);
});

test('the numbers on screen are those of the same question in the terminal', async ({
  launchApp,
  preparedDataDir,
}) => {
  const question = 'What is the capital of France?';
  const tokens = 8;
  const dataDir = copyOf(preparedDataDir);
  const expected = await askInTerminal(question, { dataDir, tokens, temperature: 0, top: 5 });
  removeFolder(dataDir);

  const app = await launchApp();
  await app.chat.configure({ longestReply: tokens, preset: 'Balanced' });
  await app.chat.setTemperature(0);
  await app.chat.ask(question);
  await app.frame.showInspector(true);
  await app.inspector.firstToken.click();
  expect(await app.inspector.total()).toBe(expected.length);
  for (const [index, token] of expected.entries()) {
    await app.inspector.isAt(index + 1);
    expect(await app.inspector.figure('Token id')).toBe(String(token.id));
    expect((await app.inspector.figure('Bytes')).replaceAll(' ', '').toLowerCase()).toBe(token.bytes);
    expect(await app.inspector.figure('Rank')).toBe(`${token.rank} of 49,152`);
    expect(isShareOf(await app.inspector.figure('Probability'), token.p)).toBe(true);
    expect(bitsOf(await app.inspector.figure('Surprise'))).toBeCloseTo(token.surprisalBits, 1);
    const shares = await app.inspector.rows.locator('td:nth-of-type(1)').allTextContents();
    for (const [rank, alternative] of token.top.entries())
      expect(isShareOf(shares[rank] ?? '', alternative.p)).toBe(true);
    await app.inspector.position.press('ArrowRight');
  }
});
