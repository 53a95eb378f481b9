/**
 * An app that has answered once and is then left alone, for the suite that looks on from outside. Runs in the test
 * process, in both shells. PRISME_IDLE_MINUTES says for how long.
 */
import { setTimeout } from 'node:timers/promises';
import { PrivacyPage } from '../e2e/pages/privacy-page.ts';
import { expect, test } from '../e2e/support/test.ts';

const idleMs = Number(process.env['PRISME_IDLE_MINUTES'] ?? 0) * 60_000;

test('an app that is left alone asks for nothing, and then answers as before', async ({ launchApp }) => {
  test.setTimeout(idleMs + 180_000);
  const app = await launchApp();
  await app.chat.configure({ longestReply: 4 });
  await app.chat.ask('Name a colour.');
  const before = app.requests.length;
  // To do nothing for that long is what is tried.
  await setTimeout(idleMs);
  expect(app.requests.slice(before)).toEqual([]);
  await app.chat.ask('Name another colour.');
  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  await expect(privacy.requests.getByRole('status')).toHaveText(/^0 requests since \d/);
});
