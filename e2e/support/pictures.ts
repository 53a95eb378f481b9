/**
 * A screen as pictures in both themes, kept in artifacts/screens, and what is wrong with its layout. Runs in the test
 * process.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectRoot } from './launch.ts';
import { layoutFaults } from './layout-faults.ts';
import { type Language, setTheme, type Theme, themes } from './screens.ts';

export const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;

export type Place = { readonly shell: string; readonly screen: string; readonly language: Language };

/** Takes a picture of the screen in each theme and says what is wrong with the layout. */
export async function pictures(page: Page, place: Place): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const theme of themes) {
    await setTheme(page, theme);
    faults.push(...(await picture(page, theme, place)));
  }
  return faults;
}

async function picture(
  page: Page,
  theme: Theme,
  { shell, screen, language }: Place,
): Promise<readonly string[]> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  const name = `${screen}-${theme}-${language}-${width}x${height}`;
  await page.screenshot({
    path: join(projectRoot, 'artifacts/screens', shell, `${name}.png`),
    animations: 'disabled',
    caret: 'initial',
  });
  return (await page.evaluate(layoutFaults)).map((fault) => `${name}: ${fault}`);
}
