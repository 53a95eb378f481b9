/**
 * The steps of the first start for everybody: names, contrast and roles by axe in both themes; and the keyboard alone.
 * screens.spec.ts asks axe about every other screen.
 */
import type { Page } from '@playwright/test';
import { FirstRunPage } from './pages/first-run-page.ts';
import { axeProblems } from './support/axe-problems.ts';
import { expect, test } from './support/test.ts';

test('axe finds nothing wrong in the steps of the first start', async ({ launchApp }) => {
  const app = await launchApp({ isNew: true });
  const firstRun = new FirstRunPage(app.page);
  const problems: string[] = [];
  problems.push(...(await axeProblems(app.page, 'language')));
  await firstRun.next.click();
  await expect(firstRun.models).not.toHaveCount(0);
  problems.push(...(await axeProblems(app.page, 'model')));
  await firstRun.models.first().click();
  await firstRun.isMeasured();
  problems.push(...(await axeProblems(app.page, 'measured')));
  expect(problems).toEqual([]);
});

test('the keyboard alone starts a conversation, sends, reads the tokens and looks at one', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  const { keyboard } = app.page;
  await chat.configure({ longestReply: 6 });
  await frame.heatMap.focus();
  await keyboard.press('/');
  await expect(chat.message).toBeFocused();
  await keyboard.type('Name a flower.');
  await keyboard.press('Enter');
  await expect(chat.replies).toHaveCount(1);
  await chat.hasEnded();
  await tabTo(app.page, /^Choose a model/);
  await keyboard.press('h');
  await expect(inspector.legend).toBeVisible();
  await tabTo(app.page, /^Tokens of this text/);
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await inspector.isAt(2);
  await keyboard.press('ControlOrMeta+k');
  await keyboard.type('heat map');
  await keyboard.press('Enter');
  await expect(inspector.legend).toBeHidden();
});

test('a dialog keeps the focus inside and gives it back', async ({ app, frame, chat }) => {
  await expect(chat.message).toBeVisible();
  await frame.settings.focus();
  await app.page.keyboard.press('Enter');
  await expect(frame.dialog).toBeVisible();
  for (let presses = 0; presses < 12; presses++) {
    await app.page.keyboard.press('Tab');
    expect(
      await frame.dialog.evaluate((dialog) => dialog.parentElement?.contains(document.activeElement)),
    ).toBe(true);
  }
  await app.page.keyboard.press('Escape');
  await expect(frame.settings).toBeFocused();
});

test('what is typed right behind the keys that lead into a field is not lost', async ({
  app,
  frame,
  chat,
}) => {
  const { page } = app;
  await frame.heatMap.focus();
  await typeAtOnce(page, ['ControlOrMeta', 'k'], 'privacy');
  await expect(page.getByRole('combobox', { name: 'Commands' })).toHaveValue('privacy');
  await page.keyboard.press('Escape');
  await expect(frame.heatMap).toBeFocused();
  await typeAtOnce(page, ['ControlOrMeta', 'Shift', 'f'], 'hello');
  await expect(frame.search).toHaveValue('hello');
  await page.keyboard.press('Escape');
  await frame.heatMap.focus();
  await typeAtOnce(page, ['/'], 'hello');
  await expect(chat.message).toHaveValue('hello');
});

/** Presses keys together and types text, without waiting for the page in between, as a quick hand does. */
async function typeAtOnce({ keyboard }: Page, keys: readonly string[], text: string): Promise<void> {
  const modifiers = keys.slice(0, -1);
  for (const key of modifiers) await keyboard.down(key);
  const last = keys.at(-1) ?? '';
  await Promise.all([
    keyboard.down(last),
    keyboard.up(last),
    ...modifiers.map((key) => keyboard.up(key)),
    ...Array.from(text, (letter) => keyboard.press(letter)),
  ]);
}

/** Presses Tab until something with this name has the focus. @throws when a whole round does not find it */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    if (name.test(label)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name.source}`);
}
