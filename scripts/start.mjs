/**
 * `npm start`: installs what is missing, fetches the starter model, builds, and opens Prisme; or answers a command
 * in the terminal. Runs on Node 20 with nothing installed; can be run again at any time and only does what is missing.
 */
import { join } from 'node:path';
import { help, readCommandLine } from './lib/command-line.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureElectron, ensureInstalled, hasDisplay } from './lib/install.mjs';
import { ensureModel, starterModel } from './lib/models.mjs';
import { projectEnv, projectNode, root } from './lib/paths.mjs';
import { SetupError, endChildrenWithThisProcess, handOver, say } from './lib/run.mjs';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function main(args) {
  const request = readCommandLine(args);
  if (request.kind === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const forget = endChildrenWithThisProcess();
  await ensureInstalled();
  await offerStarterModel(request);
  await ensureBuilt();
  const electron = request.kind === 'window' ? await findElectron() : null;
  forget();
  return open(request, electron);
}

/** Without a model Prisme still opens: it asks for a GGUF file. A command that names its own model needs none. */
async function offerStarterModel(request) {
  if (request.kind === 'command' && request.args[0] === 'models') return;
  if (
    request.kind === 'command' &&
    request.args.some((arg) => arg === '--model' || arg.startsWith('--model='))
  )
    return;
  if (request.args.some((arg) => arg === '--models' || arg.startsWith('--models='))) return;
  try {
    await ensureModel(await starterModel());
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
  }
}

/** The window's Electron; null, after one line that says why, when there can be no window here. */
async function findElectron() {
  if (!hasDisplay()) {
    say('there is no display here, so Prisme is served to your browser.');
    return null;
  }
  const electron = await ensureElectron();
  if ('path' in electron) return electron.path;
  say(`no Electron here (${electron.reason}), so Prisme is served to your browser.`);
  return null;
}

function open(request, electronPath) {
  const options = { cwd: process.cwd(), env: projectEnv(), withChannel: true };
  if (request.kind === 'command')
    return handOver(projectNode, [join(root, 'out', 'main', 'cli.js'), ...request.args], options);
  if (electronPath === null)
    return handOver(projectNode, [join(root, 'out', 'main', 'web.js'), ...request.args], options);
  // --no-open and --port mean nothing to a window; a folder is relative to where the command was typed.
  return handOver(electronPath, [root, ...request.args], { ...options, withChannel: false });
}
