/**
 * A reply belongs to the core: a page that goes away in mid-reply and comes back misses no token.
 */
import type { Page } from '@playwright/test';
import type { ChatPage } from './pages/chat-page.ts';
import { expect, test } from './support/test.ts';

/** Still being written whenever it is looked at, on a quick machine as on a slow one. */
const endless = { isEndless: true, longestReply: 6000 };

/** Ends the reply and compares what was streamed to this page with what a page reads that opens it afterwards. */
async function isStoredAsShown(page: Page, chat: ChatPage): Promise<void> {
  await chat.stop.click();
  await chat.hasEnded();
  const [text, tokens] = [await chat.textOf(), await chat.writtenTokens()];
  await page.reload();
  await chat.hasEnded();
  expect(await chat.textOf()).toBe(text);
  expect(await chat.writtenTokens()).toBe(tokens);
}

test('a page that is reloaded in mid-reply goes on showing it, and ends with the text that the core stored', async ({
  app,
  chat,
}) => {
  await chat.configure(endless);
  await chat.submit('Write a very long story.');
  await chat.hasWritten(20);
  await app.page.reload();
  await chat.isWriting();
  const atReturn = await chat.writtenTokens();
  expect(atReturn).toBeGreaterThanOrEqual(20);
  await chat.hasWritten(atReturn + 20);
  await isStoredAsShown(app.page, chat);
});

test('a reply goes on while another conversation is open, which has a mark in the list, and none of it is missing', async ({
  app,
  frame,
  chat,
}) => {
  await chat.configure(endless);
  await chat.submit('A story that is left alone');
  await chat.hasWritten(5);
  const before = await chat.writtenTokens();
  const reading = frame.conversation('A story that is left alone');
  await frame.startConversation();
  await expect(reading.getByRole('img', { name: 'a reply is being written' })).toBeVisible();
  await frame.open('A story that is left alone');
  await chat.hasWritten(before + 20);
  await isStoredAsShown(app.page, chat);
  await expect(reading.getByRole('img', { name: 'a reply is being written' })).toHaveCount(0);
});

test('the tokens of a reply that was joined in mid-stream are all there, each with its numbers', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ isEndless: true, longestReply: 120 });
  await chat.submit('Write a long story.');
  await chat.hasWritten(10);
  await app.page.reload();
  await frame.setHeatMap('Surprise');
  await chat.hasEnded();
  await frame.showInspector(true);
  await inspector.firstToken.click();
  expect(await inspector.total()).toBe(120);
  await inspector.position.press('End');
  await inspector.isAt(120);
  await expect(inspector.chosenRow).toBeVisible();
});
