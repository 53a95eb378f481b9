/**
 * Installs what is missing: the packages of the lock file and, separately and tolerantly, Electron's own release.
 * Both look first and do nothing when it is there. Plain JavaScript on Node 20, no dependency.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectEnv, projectNode, root } from './paths.mjs';
import { SetupError, duration, run, say } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
/** What npm itself wrote down about the tree that it installed. */
const installedFile = join(root, 'node_modules', '.package-lock.json');

/**
 * Installs the packages of the lock file when `node_modules` is not exactly those.
 * @throws {SetupError}
 */
export async function ensureInstalled() {
  if (await isInstalled()) return;
  requireNode();
  const startedAtMs = Date.now();
  say('installing packages, a minute or two the first time …');
  // Not "npm ci": it refuses a lock file that does not list the optional packages of every other system, and a
  // registry does not always have them. The versions of the lock file are kept, and the file stays as it is.
  const { code, output, timedOut, missing } = await run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund'],
    {
      cwd: root,
      // Both would download hundreds of megabytes from hosts that may refuse: Electron comes by itself, below, and the
      // engine's ready-made binaries are ordinary packages of the lock file.
      env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
      timeoutMs: 1_200_000,
      onWait: (elapsedMs) => say(`  still installing, ${duration(elapsedMs)}`),
      waitEveryMs: 15_000,
    },
  );
  if (missing)
    throw new SetupError('npm was not found. Install Node.js 20 or newer with npm, then start again.');
  if (timedOut)
    throw new SetupError('npm did not finish within 20 minutes. Check the network, then start again.');
  if (code !== 0) throw new SetupError(explainNpm(output));
  if (!(await isInstalled()))
    throw new SetupError('npm finished, but packages are missing. Delete node_modules, then start again.');
  say(`packages are installed (${duration(Date.now() - startedAtMs)}).`);
}

function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    throw new SetupError(
      `Node ${process.versions.node} is too old. Install Node.js 20 or newer, then start again.`,
    );
}

/** Compares npm's record of the installed tree with the lock file, entry by entry. */
async function isInstalled() {
  if (!existsSync(projectNode)) return false;
  const [locked, installed] = await Promise.all([lockFile, installedFile].map(readPackages));
  if (locked === null)
    throw new SetupError('package-lock.json is missing or broken. Restore it with git, then start again.');
  if (installed === null) return false;
  return Object.entries(locked).every(([path, entry]) => {
    const there = installed[path];
    // Packages for other systems are in the lock file and rightly not in the tree.
    if (there === undefined) return path === '' || entry.optional === true || entry.peer === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

async function readPackages(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

function explainNpm(output) {
  if (/ENOSPC/.test(output)) return `The disk is full. Free about 2 GB, then start again.`;
  if (/EACCES|EPERM|EROFS/.test(output))
    return `npm may not write to ${root}. Check its permissions, then start again.`;
  const reason = output
    .split('\n')
    .find((line) => /npm (error|ERR!) (?!code|errno|A complete log)/.test(line));
  const network = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|network/.test(output);
  const advice = network ? 'Check the network or the proxy' : '"npm install" shows the whole message';
  return `The packages could not be installed: ${(reason ?? 'npm failed').trim()}. ${advice}, then start again.`;
}

/**
 * Makes sure that there is an Electron, downloading it when nobody has supplied one.
 *
 * @returns {Promise<{ path: string } | { reason: string }>} the executable, or in a few words why there is none.
 */
export async function ensureElectron() {
  const supplied = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (supplied) {
    const path = join(supplied, electronExecutable());
    return existsSync(path)
      ? { path }
      : { reason: `ELECTRON_OVERRIDE_DIST_PATH has no ${electronExecutable()}` };
  }
  const installed = await installedElectron();
  if (installed !== null) return { path: installed };
  // Asked again at most once an hour: a network that refuses it would delay every start.
  if (await wasRefusedLately()) return { reason: 'its download was refused less than an hour ago' };
  say('fetching Electron (about 120 MB), once …');
  const { code, output, timedOut } = await run(
    projectNode,
    [join(root, 'node_modules', 'electron', 'install.js')],
    {
      cwd: root,
      env: projectEnv({ ELECTRON_SKIP_BINARY_DOWNLOAD: undefined }),
      timeoutMs: 600_000,
      onWait: (elapsedMs) => say(`  still fetching, ${duration(elapsedMs)}`),
      waitEveryMs: 15_000,
    },
  );
  const path = await installedElectron();
  if (code === 0 && path !== null) return { path };
  await mkdir(dirname(refusedFile), { recursive: true });
  await writeFile(refusedFile, String(Date.now()));
  return {
    reason: timedOut
      ? 'its download did not finish in 10 minutes'
      : `its download failed (${electronReason(output)})`,
  };
}

const refusedFile = join(root, 'node_modules', '.cache', 'prisme-electron-refused');

async function wasRefusedLately() {
  const refusedAtMs = Number(await readFile(refusedFile, 'utf8').catch(() => '0'));
  if (Date.now() - refusedAtMs < 3_600_000) return true;
  await rm(refusedFile, { force: true });
  return false;
}

async function installedElectron() {
  const folder = join(root, 'node_modules', 'electron');
  const name = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => null);
  if (name === null) return null;
  const path = join(folder, 'dist', name.trim());
  return existsSync(path) ? path : null;
}

function electronExecutable() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

const electronReason = (output) =>
  /(ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENOSPC|status code \d+|Response code \d+)/.exec(
    output,
  )?.[1] ?? 'refused';

/** Whether a window can be shown here. A supplied Electron brings its own display where it needs one. */
export function hasDisplay(env = process.env, platform = process.platform) {
  if (platform !== 'linux' || env.ELECTRON_OVERRIDE_DIST_PATH) return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
