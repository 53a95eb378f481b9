/**
 * `npm run test:endurance`: sets up what is missing (both models, a browser, a build), then runs endurance/endurance.ts
 * with the same arguments. Without a browser or Electron the suites run that need none.
 */
import { ensureChromium } from './lib/chromium.mjs';
import { ensureElectron } from './lib/install.mjs';
import { runProgram } from './lib/run-program.mjs';

await runProgram(['endurance', 'endurance.ts'], {
  timeoutMs: 6 * 60 * 60_000,
  prepare: async () => {
    const chromium = await ensureChromium();
    await ensureElectron();
    return chromium === null ? {} : { PRISME_CHROMIUM: chromium };
  },
});
