/**
 * What axe finds wrong with the page: names, contrast and roles. Runs in the test process.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { setTheme } from './screens.ts';

/**
 * What axe finds wrong with the page as it stands, in one line each: every rule in one theme, in the other the one that
 * depends on colours. The dark theme stays.
 */
export async function axeProblems(page: Page, where: string): Promise<readonly string[]> {
  await setTheme(page, 'light');
  const inLight = await runAxe(page, where);
  await setTheme(page, 'dark');
  return [...inLight, ...(await runAxe(page, `${where}, dark`, ['color-contrast']))];
}

async function runAxe(page: Page, where: string, rules?: string[]): Promise<readonly string[]> {
  // Electron lets nobody open the second page that axe would rather work in.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules !== undefined) axe.withRules(rules);
  // An open menu lies above the page, at the end of the body: it is no part of a landmark.
  else if ((await page.getByRole('menu').count()) > 0) axe.disableRules(['region']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${where}: ${id} (${impact}) ${target.join(' ')} ${failureSummary ?? ''}`,
    ),
  );
}
