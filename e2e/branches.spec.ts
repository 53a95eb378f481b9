/**
 * The tree of a conversation's branches: how probable each reply was, and the way to each branch.
 */
import { expect, test } from './support/test.ts';

test('every reply says how probable it was, and Enter goes to its branch', async ({
  frame,
  chat,
  app: { page },
}) => {
  await chat.configure({ longestReply: 6 });
  await chat.setTemperature(1.2);
  await chat.ask('Name a colour.');
  const first = await chat.textOf();
  await chat.regenerateAndWait();
  await page.getByRole('main').getByRole('button', { name: 'Branches of this conversation' }).click();
  const tree = frame.dialog.getByRole('tree');
  const rows = tree.getByRole('treeitem');
  await expect(rows).toHaveCount(3);
  await expect(tree).toHaveAttribute('aria-busy', 'false');
  await expect(rows.nth(0)).toHaveAttribute('aria-expanded', 'true');
  for (const index of [1, 2])
    await expect(rows.nth(index)).toContainText(/−\d+(\.\d)? nats|-\d+(\.\d)? nats|\b0 nats/);
  await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true');
  await tree.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(rows.nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(rows).toHaveCount(3);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(frame.dialog).toHaveCount(0);
  await expect.poll(() => chat.textOf()).toBe(first);
});
