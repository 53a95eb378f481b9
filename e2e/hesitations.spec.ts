/**
 * Find hesitation: from criteria to places, and from a place into the text.
 */
import { openInstrument } from './pages/instruments.ts';
import { expect, test } from './support/test.ts';

test('a search finds places in the open conversation, and a place leads to its token', async ({
  app,
  chat,
  inspector,
}) => {
  await chat.configure({ preset: 'Creative', seed: 5, longestReply: 40, isEndless: true });
  const reply = await chat.ask('Write something surprising.');
  await openInstrument(app.page, 'hesitations');
  const main = app.page.getByRole('main');
  const surprise = main.getByRole('spinbutton', { name: 'Surprise of the token, at least' });
  await surprise.fill('1');
  await surprise.press('Enter');
  const places = main.locator('[data-hit]');
  await expect(main.getByRole('status')).toHaveText(/places? found\. 1 of 1 replies read\./);
  await expect(places).not.toHaveCount(0);
  const count = await places.count();
  const [, bits] = /(\d+\.\d+) bits/.exec((await places.first().textContent()) ?? '') ?? [];
  expect(Number(bits)).toBeGreaterThanOrEqual(1);

  // By keyboard alone: into the list, to its second place, into the text.
  await places.first().focus();
  await app.page.keyboard.press('ArrowDown');
  await expect(places.nth(1)).toBeFocused();
  const wanted = await places.nth(1).locator('.token').textContent();
  await app.page.keyboard.press('Enter');
  const chosen = reply.locator('.token-chosen');
  await expect(chosen).toBeFocused();
  await expect(chosen).toBeInViewport();
  await expect(inspector.heading).toContainText(wanted ?? '');
  await expect(app.page.locator('[data-minimap]')).toHaveAccessibleName(new RegExp(`${count} places found$`));

  // N goes to the next place, Shift+N back.
  const label = await chosen.getAttribute('aria-label');
  await app.page.keyboard.press('n');
  await expect(chosen).not.toHaveAttribute('aria-label', label ?? '');
  await app.page.keyboard.press('Shift+N');
  await expect(chosen).toHaveAttribute('aria-label', label ?? '');
});

test('a place on another branch is shown on its branch', async ({ app, chat }) => {
  await chat.configure({ preset: 'Creative', longestReply: 12, isEndless: true, seed: 5 });
  const reply = await chat.ask('Write something surprising.');
  await chat.regenerateAndWait();
  await openInstrument(app.page, 'hesitations');
  const main = app.page.getByRole('main');
  const surprise = main.getByRole('spinbutton', { name: 'Surprise of the token, at least' });
  await surprise.fill('0.01');
  await surprise.press('Enter');
  await expect(main.getByRole('status')).toHaveText(/2 of 2 replies read\./);
  // The newest reply comes first, so the last place is in the version that is not shown.
  await main.locator('[data-hit]').last().click();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 1 of 2');
  await expect(reply.locator('.token-chosen')).toBeFocused();
});
