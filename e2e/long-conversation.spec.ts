/**
 * A conversation of 2,000 messages: only what somebody is near to is drawn, and everything else can still be reached.
 */
import { fillDataFolder } from '../fixtures/many-conversations.ts';
import { type OwnApp, type OwnAppOptions, expect, test } from './support/test.ts';

const messages = 2_000;
/** The turn in the middle that says something of its own; a question. */
const middle = 1_000;

async function longConversation(launchApp: (options?: OwnAppOptions) => Promise<OwnApp>): Promise<OwnApp> {
  const { dataDir, close } = await launchApp();
  await close();
  fillDataFolder(dataDir, {
    conversations: 1,
    messagesEach: messages,
    startsAtMs: Date.now(),
    titleOf: () => 'A long conversation',
    textOf: (_index, turn) =>
      turn === middle ? 'What is a dichroic mirror?' : `This is turn ${turn}, in **bold** words.`,
  });
  const app = await launchApp({ dataDir });
  await app.frame.open('A long conversation');
  await expect(app.chat.lastReply).toContainText(`turn ${messages - 1}`);
  return app;
}

test('a conversation of 2,000 messages opens at its end, and what is far away is not drawn', async ({
  launchApp,
}) => {
  const { page, chat } = await longConversation(launchApp);
  await expect(chat.lastReply).toBeInViewport();
  await expect(chat.lastReply.locator('strong')).toHaveText('bold');
  const all = page.getByRole('main').locator('[data-message]');
  await expect(all).toHaveCount(messages);
  const drawn = page.getByRole('main').locator('[data-message]:not([data-waiting])');
  expect(await drawn.count()).toBeLessThan(messages / 10);
  await page.getByRole('main').hover();
  await page.mouse.wheel(0, -1_000_000_000);
  const first = all.first();
  await expect(first).toBeInViewport();
  await expect(first).not.toHaveAttribute('data-waiting');
  await expect(first).toContainText('turn 0');
  await expect.poll(() => drawn.count()).toBeLessThan(messages / 10);
  await page.getByRole('button', { name: 'Latest' }).click();
  await expect(chat.lastReply).toBeInViewport();
});

test('a passage in its middle is drawn, marked and in view when the search goes there', async ({
  launchApp,
}) => {
  const { page, frame, chat } = await longConversation(launchApp);
  await frame.search.fill('dichroic');
  await frame.found.first().click();
  const found = chat.userMessages.filter({ hasText: 'dichroic' });
  await expect(found).toBeInViewport();
  await expect(found).not.toHaveAttribute('data-waiting');
  await expect
    .poll(() => page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(String)))
    .toEqual(['dichroic']);
  await expect(found.getByRole('button', { name: 'Edit' })).toHaveCount(1);
});
