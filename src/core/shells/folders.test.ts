import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appFolder, modelCacheFolder, resolveFolders } from './folders.ts';

const places = [
  { env: {}, platform: 'linux', home: '/home/a' },
  { env: { XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: '/f' }, platform: 'linux', home: '/home/a' },
  { env: { PRISME_MODEL_CACHE: '/somewhere' }, platform: 'linux', home: '/home/a' },
  { env: {}, platform: 'darwin', home: '/Users/a' },
  { env: { LOCALAPPDATA: '/l', APPDATA: '/r' }, platform: 'win32', home: '/Users/a' },
  { env: {}, platform: 'win32', home: '/Users/a' },
] as const;

describe('folders', () => {
  it('looks for the starter model exactly where the scripts put it', async () => {
    // Not typed: the scripts are plain JavaScript, so that they run before anything is installed.
    const scripts = (await import(resolve(import.meta.dirname, '../../../scripts/lib/paths.mjs'))) as {
      modelCacheDir(env: object, platform: string, home: string): string;
    };
    for (const place of places)
      expect(modelCacheFolder(place)).toBe(scripts.modelCacheDir(place.env, place.platform, place.home));
  });

  it('keeps application data where each system expects it', () => {
    expect(places.map((place) => appFolder(place).replaceAll('\\', '/'))).toEqual([
      '/home/a/.config/Prisme',
      '/f/Prisme',
      '/home/a/.config/Prisme',
      '/Users/a/Library/Application Support/Prisme',
      '/r/Prisme',
      '/Users/a/AppData/Roaming/Prisme',
    ]);
  });

  it('takes the given folders as they count from here', () => {
    expect(resolveFolders({ data: 'x', models: ['m', '/n'] })).toEqual({
      dataDir: resolve('x'),
      modelDirs: [resolve('m'), '/n'],
    });
  });

  it('looks in the cache and in the data folder when no model folder is given', () => {
    const { modelDirs } = resolveFolders({ data: '/d' });
    expect(modelDirs).toEqual([modelCacheFolder(), resolve('/d/models')]);
  });
});
