/**
 * Runs one of the project's own programs (bench, endurance) with everything set up that it needs. Plain JavaScript.
 */
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { ensureModel, gemmaModel, starterModel } from './models.mjs';
import { projectEnv, projectNode, root } from './paths.mjs';
import { SetupError, endChildrenWithThisProcess, run, say } from './run.mjs';

/**
 * Installs what is missing, fetches both models and builds; then runs the program with the arguments of this process
 * and ends with its exit status.
 *
 * @param {readonly string[]} path of the program, from the project's root.
 * @param {{ timeoutMs: number, prepare?: () => Promise<Record<string, string>> }} options `prepare`: does what else is
 *   needed and gives the variables of the environment that say where it is.
 */
export async function runProgram(path, { timeoutMs, prepare = async () => ({}) }) {
  endChildrenWithThisProcess();
  try {
    await ensureInstalled();
    await ensureModel(await starterModel());
    await ensureModel(gemmaModel);
    await ensureBuilt();
    const env = projectEnv(await prepare());
    const args = [join(root, ...path), ...process.argv.slice(2)];
    const { code } = await run(projectNode, args, { cwd: root, env, timeoutMs, echo: true });
    process.exitCode = code ?? 1;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
