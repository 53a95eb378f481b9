/**
 * `npm run bench`: sets up what is missing (both models, a browser, a build), then runs bench/bench.ts with the same
 * arguments.
 */
import { ensureChromium } from './lib/chromium.mjs';
import { ensureElectron } from './lib/install.mjs';
import { SetupError } from './lib/run.mjs';
import { runProgram } from './lib/run-program.mjs';

await runProgram(['bench', 'bench.ts'], {
  timeoutMs: 60 * 60_000,
  prepare: async () => {
    const chromium = await ensureChromium();
    if (chromium === null) throw new SetupError('The benchmark of the page needs a Chromium.');
    await ensureElectron();
    return { PRISME_CHROMIUM: chromium };
  },
});
