/**
 * Where data and models are kept when nobody says otherwise: the same places for every shell, so that all of them see
 * the same conversations. Runs in the shells. Creates nothing.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Place = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
};

const here = (): Place => ({ env: process.env, platform: process.platform, home: homedir() });

/** Prisme's own folder among the user's application data. */
export function appFolder({ env, platform, home }: Place = here()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Prisme');
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Prisme');
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'Prisme');
}

/** The folder that keeps the starter model between clones; scripts/lib/paths.mjs puts it there. */
export function modelCacheFolder({ env, platform, home }: Place = here()): string {
  const chosen = env['PRISME_MODEL_CACHE'];
  if (chosen) return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'prisme', 'models');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'prisme', 'models');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'prisme', 'models');
}

export type Folders = { readonly dataDir: string; readonly modelDirs: readonly string[] };

/** What `--data` and `--models` say, or the usual places. Relative folders count from where the command was typed. */
export function resolveFolders(given: {
  readonly data?: string | undefined;
  readonly models?: readonly string[] | undefined;
}): Folders {
  const dataDir = given.data === undefined ? join(appFolder(), 'data') : resolve(given.data);
  const modelDirs = given.models?.map((folder) => resolve(folder)) ?? [
    modelCacheFolder(),
    join(dataDir, 'models'),
  ];
  return { dataDir, modelDirs };
}
