/**
 * Builds out/ when it is missing or older than the sources, told by a hash of their content. Plain JavaScript.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { projectEnv, projectNode, root } from './paths.mjs';
import { SetupError, duration, run, say } from './run.mjs';

const stampFile = join(root, 'out', '.sources');
const alsoSources = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.json',
  'resources/starter-model.json',
];

/**
 * @param {{ echo?: boolean }} [options] `echo`: show the builder's own output.
 * @returns {Promise<boolean>} whether there was something to build.
 * @throws {SetupError}
 */
export async function ensureBuilt({ echo = false } = {}) {
  const hash = await hashSources();
  const built = await readFile(stampFile, 'utf8').catch(() => '');
  if (built === hash) return false;
  const startedAtMs = Date.now();
  say('building …');
  await rm(stampFile, { force: true });
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output, timedOut } = await run(projectNode, [builder, 'build'], {
    cwd: root,
    env: projectEnv({ NODE_ENV: undefined }),
    timeoutMs: 300_000,
    echo,
  });
  if (/ENOSPC/.test(output)) throw new SetupError('The disk is full. Free about 200 MB, then start again.');
  if (code !== 0) {
    if (!echo) process.stderr.write(output);
    throw new SetupError(
      `The build ${timedOut ? 'did not finish in 5 minutes' : 'failed'}; its output is above.`,
    );
  }
  await writeFile(stampFile, hash);
  say(`built (${duration(Date.now() - startedAtMs)}).`);
  return true;
}

async function hashSources() {
  const names = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const paths = [...files, ...alsoSources.map((name) => join(root, name))].toSorted();
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(path.slice(root.length).split(sep).join('/')).update('\0');
    hash.update(await readFile(path)).update('\0');
  }
  return hash.digest('hex');
}
