/**
 * The sampler playground: settings tried on one captured token, without evaluating anything.
 */
import { PlaygroundPage } from './pages/playground-page.ts';
import type { ChatPage } from './pages/chat-page.ts';
import type { Frame } from './pages/frame.ts';
import type { InspectorPanel } from './pages/inspector-panel.ts';
import { expect, test } from './support/test.ts';

type Pages = { readonly chat: ChatPage; readonly frame: Frame; readonly inspector: InspectorPanel };

/** Writes a reply and opens the playground at one of its tokens. */
async function openAtToken({ chat, frame, inspector }: Pages, playground: PlaygroundPage): Promise<void> {
  await chat.configure({ preset: 'Balanced', seed: 11, longestReply: 8, isEndless: true });
  await chat.ask('Tell me about rivers.');
  await frame.setHeatMap('Surprise');
  await inspector.tokens(chat.lastReply).nth(2).click();
  await expect(inspector.rows).not.toHaveCount(0);
  await playground.open();
}

test('a smaller top-k removes tokens at once, and they stay with the name of the stage', async ({
  app,
  chat,
  frame,
  inspector,
}) => {
  const playground = new PlaygroundPage(app.page);
  await openAtToken({ chat, frame, inspector }, playground);
  await expect(playground.draw).toContainText('The reply’s own draw.');
  await playground.radio('Neutral').check({ force: true });
  await playground.enter('Top-k', 3);
  // 12 rows (and at most the token of the reply below them); the first three survive, whatever else was set.
  await expect(playground.removedBy('top-k').first()).toBeVisible();
  expect(await playground.removedBy('top-k').count()).toBeGreaterThanOrEqual(9);
  await expect.poll(() => playground.left()).toBe('3');
  await playground.place.press('ArrowRight');
  await expect(playground.place).toHaveAttribute('aria-valuenow', '4');
  // Settings that are tried stay from token to token, and while another screen is visited.
  await expect.poll(() => playground.left()).toBe('3');
  await frame.backToChat.click();
  await playground.open();
  await expect(playground.place).toHaveAttribute('aria-valuenow', '4');
  await playground.button('As written').click();
  await expect(playground.draw).toContainText('The reply’s own draw.');
});

test('the order matters, draws roll on, and 1,000 of them are held against q', async ({
  app,
  chat,
  frame,
  inspector,
}) => {
  const playground = new PlaygroundPage(app.page);
  await openAtToken({ chat, frame, inspector }, playground);
  await playground.radio('Neutral').check({ force: true });
  await playground.enter('Top-k', 64);
  await playground.enter('Min-p', 0.05);
  await playground.enter('Temperature', 3);
  const last = Number(await playground.left());
  await playground.radio('temperature first').check({ force: true });
  // Behind the token, its raw p and the bias that takes the end tokens away.
  await expect(playground.table.getByRole('columnheader').nth(3)).toContainText('temperature');
  await expect.poll(async () => Number(await playground.left())).toBeGreaterThan(last);

  const before = await playground.draw.textContent();
  await playground.button('Roll').click();
  await expect(playground.draw).toContainText('Draw 2 with this seed.');
  expect(await playground.draw.textContent()).not.toBe(before);
  await playground.button('1,000 draws').click();
  const figure = app.page.getByRole('figure', { name: '1,000 draws against q' });
  await figure.getByRole('button', { name: 'Show as a table' }).click();
  const drawn = await figure.getByRole('row').getByRole('cell').nth(4).textContent();
  expect(Number(drawn)).toBeGreaterThan(0);
  const counts = await figure.locator('tbody tr td:nth-child(5)').allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(1_000);
});

test('where 64 tokens are not enough it says so, and the full row makes it exact', async ({
  app,
  chat,
  frame,
  inspector,
}) => {
  const playground = new PlaygroundPage(app.page);
  await openAtToken({ chat, frame, inspector }, playground);
  await playground.radio('Neutral').check({ force: true });
  await playground.enter('Temperature', 1.5);
  await expect(playground.button('Roll')).toBeDisabled();
  await playground.loadFull.click();
  await expect(app.page.getByText(/^Recomputed: all 49,152 tokens/)).toBeVisible({ timeout: 60_000 });
  await expect(playground.button('Roll')).toBeEnabled();
  await expect.poll(() => playground.left()).toBe('49,152');
});

test('the settings that were tried go into the chat, and back', async ({ app, chat, frame, inspector }) => {
  const playground = new PlaygroundPage(app.page);
  await openAtToken({ chat, frame, inspector }, playground);
  await playground.enter('Temperature', 1.25);
  await playground.button('Use in the chat').click();
  await frame.backToChat.click();
  const temperature = app.page.getByRole('dialog').getByRole('spinbutton', { name: 'Temperature' });
  await frame.conversationSettings.click();
  await expect(temperature).toHaveValue('1.25');
  await frame.closeDialogs();
  await app.page.getByRole('button', { name: 'Undo' }).click();
  await frame.conversationSettings.click();
  await expect(temperature).toHaveValue('0.8');
  await frame.closeDialogs();
});
