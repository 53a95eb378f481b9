/**
 * A reply whose beginning a person wrote: typed, remembered, sent, marked, and written again with it.
 */
import { expect, test } from './support/test.ts';

test('a reply begins with what was written for it, says so after a restart, and can be begun like that again', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await app.frame.startConversation();
  await app.chat.configure({ longestReply: 4, isEndless: true });
  const field = app.page.getByRole('textbox', { name: 'The reply begins with' });
  await expect(field).toHaveCount(0);
  await app.chat.message.press('ControlOrMeta+Shift+Y');
  await expect(field).toBeFocused();
  await app.page.keyboard.type('Seven ships ');
  await expect(app.page.getByText(/^Ends with a space\./)).toBeVisible();
  await app.page.keyboard.press('Backspace');
  await expect(app.page.getByText(/^Ends with a space\./)).toHaveCount(0);
  const { dataDir } = app;
  await app.close();

  const again = await launchApp({ dataDir });
  const { chat, page, inspector } = again;
  const kept = page.getByRole('textbox', { name: 'The reply begins with' });
  await expect(kept).toHaveValue('Seven ships');
  const reply = await chat.ask('What did the keeper see?');
  await expect(kept).toHaveCount(0);
  expect(await chat.textOf()).toMatch(/^Seven ships/);
  await expect(reply.locator('[data-fork]')).toContainText(/^Begun by you: “Seven ships” \([<>\d.]+%\)$/);

  await page.reload();
  await expect(chat.lastReply.locator('[data-fork]')).toContainText('Begun by you: “Seven ships”');
  await again.frame.showInspector(true);
  await inspector.tokens(chat.lastReply).first().click();
  await inspector.isAt(1);
  expect(await inspector.figure('Origin')).toBe('Given: you put it here');

  await page.getByRole('button', { name: 'Say how the reply begins' }).click();
  await expect(kept).toBeFocused();
  await page.keyboard.type('And then');
  await expect(page.getByTestId('context-meter')).toContainText(/\+ [1-9]\d* of the reply’s beginning/);
  await page.getByRole('button', { name: 'Remove the beginning' }).click();
  await expect(chat.message).toBeFocused();
  await expect(kept).toHaveCount(0);

  await chat.lastReply.hover();
  await chat.lastReply.getByRole('button', { name: 'Write again with this beginning' }).click();
  await expect(chat.version(chat.lastReply)).toHaveAccessibleName('Version 2 of 2');
  await chat.hasEnded();
  expect(await chat.textOf()).toMatch(/^Seven ships/);

  await chat.lastUserMessage.hover();
  await chat.lastUserMessage.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'The reply begins with' })).toHaveValue('Seven ships');
  await page.getByRole('textbox', { name: 'The reply begins with' }).fill('Nine whales');
  await page.keyboard.press('Enter');
  await expect(chat.lastReply.locator('[data-fork]')).toContainText('Begun by you: “Nine whales”');
  await chat.hasEnded();
  expect(await chat.textOf()).toMatch(/^Nine whales/);
});
