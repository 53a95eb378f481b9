/**
 * Comparisons: the same prompt in two lanes, what differs between them, and the ways out of them.
 */
import { ComparisonsPage } from './pages/comparisons-page.ts';
import { expect, test } from './support/test.ts';

const answerTokens = 40;

test.slow();

test('two lanes answer the same prompts one after the other, and are found again after a reload', async ({
  app,
  chat,
  frame,
}) => {
  await expect(chat.message).toBeVisible();
  const before = await frame.conversations.count();
  const comparisons = new ComparisonsPage(app.page);
  await comparisons.open();
  await comparisons.begin();
  await comparisons.limit('A', answerTokens);
  await comparisons.limit('B', answerTokens);
  await comparisons.send('What is light?');
  await expect(comparisons.lane('B').getByTestId('lane-state')).toHaveText(
    'Waits for its turn with this model',
  );
  await comparisons.hasEnded();
  for (const letter of ['A', 'B']) {
    await expect(comparisons.replies(letter)).toHaveCount(1);
    await expect(comparisons.lane(letter).getByTestId('lane-figures')).toHaveText(
      /\d+ tokens · [\d,]+ bytes\/s · first byte after .+ · .+ of memory/,
    );
  }

  await comparisons.send('And colour?');
  await app.page.reload();
  await comparisons.open();
  await expect(comparisons.earlier.first()).toContainText('What is light?');
  await comparisons.earlier.first().getByRole('button').first().click();
  await comparisons.hasEnded();
  for (const letter of ['A', 'B']) await expect(comparisons.replies(letter)).toHaveCount(2);
  await expect(frame.conversations).toHaveCount(before);
  await frame.backToChat.click();
});

test('lanes show what differs, scroll together, take the whole width and put a token beside its like', async ({
  app,
  chat,
  frame,
  inspector,
}) => {
  await expect(chat.message).toBeVisible();
  const { page } = app;
  const comparisons = new ComparisonsPage(page);
  await comparisons.open();
  await comparisons.begin();
  await comparisons.limit('A', 160);
  await comparisons.limit('B', 160);
  await comparisons.send('Tell me about the sun, in several sentences.');
  await comparisons.hasEnded();

  await comparisons.showDifferences();
  await expect(comparisons.differences).toHaveCount(2);
  await expect(
    comparisons.lane('A').getByText(/First difference at byte \d+\.|The same as in lane B\./),
  ).toBeVisible();
  const whole = await comparisons.differences.first().textContent();
  await page.getByRole('toolbar').getByRole('radiogroup', { name: 'Differences' }).getByText('Off').click();
  await expect(comparisons.differences).toHaveCount(0);
  expect(whole?.length).toBeGreaterThan(20);

  await page.setViewportSize({ width: 1440, height: 420 });
  const top = (letter: string): Promise<number> =>
    comparisons.text(letter).evaluate((element) => element.scrollTop);
  await comparisons.text('A').hover();
  await page.mouse.wheel(0, 120);
  await expect.poll(() => top('A')).toBeGreaterThan(50);
  await expect.poll(() => top('B')).toBeGreaterThan(0);
  await page
    .getByRole('toolbar')
    .getByRole('radiogroup', { name: 'Scroll together' })
    .getByText('Off')
    .click();
  const stays = await top('B');
  await comparisons.text('A').hover();
  await page.mouse.wheel(0, -2_000);
  await expect.poll(() => top('A')).toBe(0);
  expect(await top('B')).toBe(stays);
  await page.setViewportSize({ width: 1440, height: 900 });

  await comparisons.lane('B').getByRole('button', { name: 'Show lane B alone' }).click();
  await expect(comparisons.lanes).toHaveCount(1);
  await comparisons.lane('B').getByRole('button', { name: 'Show all lanes' }).click();
  await expect(comparisons.lanes).toHaveCount(2);

  await frame.setHeatMap('Surprise');
  await inspector.tokens(comparisons.replies('A')).nth(3).click();
  await expect(inspector.rows).not.toHaveCount(0);
  // Beside the inspector the lanes would be too narrow: they are tabs.
  await expect(comparisons.tabs).toHaveCount(2);
  await comparisons.pin.click();
  await expect(comparisons.pinned).toHaveCount(2);
  for (const pinned of await comparisons.pinned.all())
    await expect(pinned).toContainText(/% raw · [\d.]+ bits/);
  await frame.showInspector(false);
  await expect(comparisons.tabs).toHaveCount(0);
  await frame.setHeatMap('Off');
  await frame.backToChat.click();
});

test('a lane is taken out into a chat, moved, and removed with a way back', async ({ app, chat, frame }) => {
  await expect(chat.message).toBeVisible();
  const comparisons = new ComparisonsPage(app.page);
  await comparisons.open();
  await comparisons.begin();
  await comparisons.limit('A', answerTokens);
  await comparisons.limit('B', answerTokens);
  await comparisons.send('Name a colour of the sea.');
  await comparisons.hasEnded();
  // The state and the text of a lane are two answers.
  for (const lane of ['A', 'B'] as const) await expect(comparisons.replies(lane)).not.toHaveText('');
  const left = await comparisons.replies('A').textContent();
  const right = await comparisons.replies('B').textContent();

  await comparisons.act('A', /^Move to the right$/);
  await expect(comparisons.replies('B')).toHaveText(left ?? '');
  await expect(comparisons.replies('A')).toHaveText(right ?? '');

  await comparisons.act('A', /^Remove this lane$/);
  await expect(comparisons.lanes).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Undo' }).click();
  await expect(comparisons.lanes).toHaveCount(2);

  await comparisons.act('B', /^Continue as a chat$/);
  await expect(chat.userMessages).toHaveText(['Name a colour of the sea.']);
  await expect(chat.lastReply).toContainText((left ?? '').slice(0, 20));
  await expect(frame.conversation('Name a colour of the sea.')).toBeVisible();
  await chat.submit('Another one.');
  await expect(chat.replies).toHaveCount(2);
  await expect(chat.stop).toHaveCount(0, { timeout: 60_000 });
});

test('Stop ends every lane, and a lane that was stopped goes on', async ({ app, chat, frame }) => {
  await expect(chat.message).toBeVisible();
  const comparisons = new ComparisonsPage(app.page);
  await comparisons.open();
  await comparisons.begin();
  await comparisons.makeEndless('A');
  await comparisons.send('Count to one hundred, one number a line.');
  await expect(comparisons.lane('A').getByTestId('lane-state')).toContainText('Writing ·', {
    timeout: 60_000,
  });
  await comparisons.stopAll.click();
  await expect(comparisons.states.first()).toHaveAttribute('data-state', 'stopped');
  await expect(comparisons.states.last()).toHaveAttribute('data-state', 'stopped');
  await comparisons.limit('B', answerTokens);
  await comparisons.lane('B').getByRole('button', { name: 'Go on' }).click();
  await expect(comparisons.states.last()).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await expect(comparisons.states.first()).toHaveAttribute('data-state', 'stopped');
  await frame.backToChat.click();
});
