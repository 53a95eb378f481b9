/**
 * Every screen as a picture, in both themes, languages and sizes, kept in artifacts/screens; nothing sticks out of the
 * window, no text is cut off, and axe finds nothing wrong.
 */
import type { Page } from '@playwright/test';
import { FirstRunPage } from './pages/first-run-page.ts';
import { axeProblems } from './support/axe-problems.ts';
import { pictures, sizes } from './support/pictures.ts';
import { type Language, richReply, screens, setLanguage } from './support/screens.ts';
import { seededApp } from './support/seeded-app.ts';
import { expect, test } from './support/test.ts';

const languages: readonly Language[] = ['en', 'fr'];
const [largest] = sizes;

/** Asked once for each screen: names, roles and colours are the same in every language, size and shell. */
async function problems(page: Page, screen: string): Promise<readonly string[]> {
  // No tip of whatever lies under the pointer.
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  return await axeProblems(page, screen);
}

// Each test is a walk through many screens: a busy machine gets three times the time, and another worker may take one.
test.slow();
test.describe.configure({ mode: 'parallel' });

for (const size of sizes)
  test(`every screen fits into ${size.width} × ${size.height} in both languages and themes, in Chromium for axe too`, async ({
    launchApp,
    shell,
  }) => {
    const app = await launchApp({ viewport: size });
    await app.chat.configure({ isEndless: true, longestReply: 60, seed: 7 });
    await app.chat.ask('What is the capital of France, and what is it known for?');
    const isAsked = shell === 'chromium' && size === largest;
    const faults: string[] = [];
    for (const language of languages) {
      await setLanguage(app, language);
      for (const screen of screens) {
        await screen.show(app);
        faults.push(...(await pictures(app.page, { shell, screen: screen.name, language })));
        if (isAsked && language === 'en') faults.push(...(await problems(app.page, screen.name)));
        await screen.leave(app);
      }
    }
    expect(faults).toEqual([]);
  });

test('a reply with everything that Markdown has fits into both sizes', async ({ launchApp, shell }) => {
  const app = await seededApp(launchApp, richReply, 'Show me everything.');
  const faults: string[] = [];
  await setLanguage(app, 'en');
  for (const size of sizes) {
    await app.page.setViewportSize(size);
    faults.push(...(await pictures(app.page, { shell, screen: 'markdown', language: 'en' })));
  }
  expect(faults).toEqual([]);
});

test('the steps of the first start fit into both sizes', async ({ launchApp, shell }) => {
  const app = await launchApp({ isNew: true });
  const firstRun = new FirstRunPage(app.page);
  const faults: string[] = [];
  const shoot = async (screen: string, language: Language): Promise<void> => {
    for (const size of sizes) {
      await app.page.setViewportSize(size);
      faults.push(...(await pictures(app.page, { shell, screen, language })));
    }
  };
  for (const language of languages) {
    await firstRun.choose(language === 'en' ? 'English' : 'Français');
    await expect(app.page.locator('html')).toHaveAttribute('lang', language);
    await shoot('first-run-language', language);
    await firstRun.next.click();
    await expect(firstRun.models).not.toHaveCount(0);
    await shoot('first-run-model', language);
    await firstRun.models.first().click();
    await firstRun.isMeasured();
    await shoot('first-run-measured', language);
    await firstRun.back.click();
    await firstRun.back.click();
  }
  expect(faults).toEqual([]);
});
