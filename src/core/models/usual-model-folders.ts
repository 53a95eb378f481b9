/**
 * Where other programs keep models, so that Prisme can offer to look there too. Runs in the core. Looks at no disk; the
 * files stay where they are. Sources: LM Studio's "import models" page (its older folder was ~/.cache/lm-studio), Ollama's
 * FAQ (`OLLAMA_MODELS`; the service on Linux runs as the user `ollama`), llama.cpp's fs_get_cache_directory
 * (`LLAMA_CACHE`), the hub's "manage cache" page (`HF_HUB_CACHE`, `HF_HOME`), Jan's "data folder" page.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ModelFolderKind } from '#contract/model-places.ts';

export type UsualFolder = { readonly kind: ModelFolderKind; readonly path: string };

type Place = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
};

export function usualModelFolders(
  place: Place = { env: process.env, platform: process.platform, home: homedir() },
): UsualFolder[] {
  const { env, platform, home } = place;
  const data = dataFolder(place);
  const hub = env['HF_HUB_CACHE'] || join(env['HF_HOME'] || join(home, '.cache', 'huggingface'), 'hub');
  return [
    { kind: 'lmStudio', path: join(home, '.lmstudio', 'models') },
    { kind: 'lmStudio', path: join(home, '.cache', 'lm-studio', 'models') },
    { kind: 'ollama', path: env['OLLAMA_MODELS'] || join(home, '.ollama', 'models') },
    ...(platform === 'linux' ? [{ kind: 'ollama' as const, path: '/usr/share/ollama/.ollama/models' }] : []),
    { kind: 'llamaCpp', path: env['LLAMA_CACHE'] || join(cacheFolder(place), 'llama.cpp') },
    { kind: 'huggingFace', path: hub },
    { kind: 'jan', path: join(data, 'Jan', 'data', 'llamacpp', 'models') },
  ];
}

function cacheFolder({ env, platform, home }: Place): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  return env['XDG_CACHE_HOME'] || join(home, '.cache');
}

function dataFolder({ env, platform, home }: Place): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}
