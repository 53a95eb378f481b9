/**
 * Where things are: the tree, its tools, and the folders outside it. Plain JavaScript, no dependency.
 */
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

const executable = (name) => (process.platform === 'win32' ? `${name}.exe` : name);

/** The Node that the project brings along, whatever the system has. */
export const projectNode = join(root, 'node_modules', 'node', 'bin', executable('node'));

/**
 * The folder that keeps downloaded models between clones. The app looks for it in the same place
 * (src/core/shells/folders.ts; a test holds the two together).
 */
export function modelCacheDir(env = process.env, platform = process.platform, home = homedir()) {
  if (env.PRISME_MODEL_CACHE) return resolve(env.PRISME_MODEL_CACHE);
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'prisme', 'models');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'prisme', 'models');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'prisme', 'models');
}

/** The environment for everything that the project starts: its own Node in front, the model cache named. */
export function projectEnv(extra = {}) {
  const path = [dirname(projectNode), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, PRISME_MODEL_CACHE: modelCacheDir(), ...extra };
}
