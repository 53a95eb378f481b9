/**
 * The end-to-end tests: the same specs in a real Chromium (web shell) and in a real Electron. The fixtures in e2e/
 * look at the project's name and start the shell that it stands for. Two workers: an app waits as often as it computes.
 * PRISME_CHROMIUM names a Chromium that Playwright did not install itself. PRISME_TRACE=1 keeps a Playwright trace of a
 * test that fails: on two cores the recording makes Chromium's tests take 1.7 times as long.
 */
import { defineConfig } from '@playwright/test';

const chromiumPath = process.env['PRISME_CHROMIUM'];
const isContinuous = process.env['CI'] !== undefined;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'artifacts/playwright',
  workers: 2,
  fullyParallel: false,
  forbidOnly: isContinuous,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env['PRISME_E2E_REPORT'] ?? 'artifacts/e2e.json' }]],
  use: {
    screenshot: 'only-on-failure',
    trace: process.env['PRISME_TRACE'] === undefined ? 'off' : 'retain-on-failure',
    viewport: { width: 1440, height: 900 },
  },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: {
          ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
          // Chromium refuses its own sandbox to root, which is what containers run as.
          args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        },
      },
    },
    { name: 'electron' },
  ],
});
