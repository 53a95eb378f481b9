/**
 * `npm run bench`: sets up what is missing (both models, a browser, a build), then runs bench/bench.ts with the same
 * arguments.
 */
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureElectron, ensureInstalled } from './lib/install.mjs';
import { ensureModel, gemmaModel, starterModel } from './lib/models.mjs';
import { projectEnv, projectNode, root } from './lib/paths.mjs';
import { SetupError, endChildrenWithThisProcess, run, say } from './lib/run.mjs';

const timeoutMs = 60 * 60_000;

endChildrenWithThisProcess();
try {
  await ensureInstalled();
  await ensureModel(await starterModel());
  await ensureModel(gemmaModel);
  await ensureBuilt();
  const chromium = await ensureChromium();
  if (chromium === null) throw new SetupError('The benchmark of the page needs a Chromium.');
  await ensureElectron();
  const { code } = await run(projectNode, [join(root, 'bench', 'bench.ts'), ...process.argv.slice(2)], {
    cwd: root,
    env: projectEnv({ PRISME_CHROMIUM: chromium }),
    timeoutMs,
    echo: true,
  });
  process.exitCode = code ?? 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
