/**
 * Starts a run that a person may pause (choices, grids, a scored text). Runs in the test process.
 */
import { type Locator, type Page, expect } from '@playwright/test';

/** Until the new run has taken the place of the one before, whose state would be taken for that of the new one. */
export async function startRun(button: Locator, page: Page): Promise<void> {
  const status = page.getByRole('main').locator('[data-run]');
  const before = (await status.count()) > 0 ? await status.getAttribute('data-run') : null;
  await button.click();
  await expect(status).not.toHaveAttribute('data-run', before ?? '');
}
