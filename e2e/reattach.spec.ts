/**
 * A reply belongs to the core: a page that goes away in mid-reply and comes back misses no token.
 */
import { expect, test } from './support/test.ts';

test('a page that is reloaded in mid-reply goes on showing it, and ends with the text that the core stored', async ({
  app,
  chat,
}) => {
  await chat.configure({ isEndless: true, longestReply: 300 });
  await chat.submit('Write a very long story.');
  await chat.hasWritten(20);
  await app.page.reload();
  await chat.isWriting();
  const atReturn = await chat.writtenTokens();
  expect(atReturn).toBeGreaterThanOrEqual(20);
  await chat.hasEnded();
  await expect(chat.figures()).toContainText(/300\stokens/);
  const live = await chat.textOf();
  await app.page.reload();
  await chat.hasEnded();
  expect(await chat.textOf()).toBe(live);
});

test('a reply goes on while another conversation is open, which has a mark in the list, and none of it is missing', async ({
  app,
  frame,
  chat,
}) => {
  await chat.configure({ isEndless: true, longestReply: 300 });
  await chat.submit('A story that is left alone');
  await chat.hasWritten(5);
  const reading = frame.conversation('A story that is left alone');
  await frame.startConversation();
  await expect(reading.getByRole('img', { name: 'a reply is being written' })).toBeVisible();
  await frame.open('A story that is left alone');
  await chat.hasEnded();
  await expect(chat.figures()).toContainText(/300\stokens/);
  await expect(reading.getByRole('img', { name: 'a reply is being written' })).toHaveCount(0);
  const live = await chat.textOf();
  await app.page.reload();
  await chat.hasEnded();
  expect(await chat.textOf()).toBe(live);
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
