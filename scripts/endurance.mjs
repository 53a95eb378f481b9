/**
 * `npm run test:endurance`: sets up what is missing (both models, a build), then runs endurance/endurance.ts with the same
 * arguments.
 */
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureModel, gemmaModel, starterModel } from './lib/models.mjs';
import { projectEnv, projectNode, root } from './lib/paths.mjs';
import { SetupError, endChildrenWithThisProcess, run, say } from './lib/run.mjs';

const timeoutMs = 4 * 60 * 60_000;

endChildrenWithThisProcess();
try {
  await ensureInstalled();
  await ensureModel(await starterModel());
  await ensureModel(gemmaModel);
  await ensureBuilt();
  const { code } = await run(
    projectNode,
    [join(root, 'endurance', 'endurance.ts'), ...process.argv.slice(2)],
    {
      cwd: root,
      env: projectEnv(),
      timeoutMs,
      echo: true,
    },
  );
  process.exitCode = code ?? 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
