/**
 * Settings of the app: read, changed, remembered. Runs in the core.
 */
import { defaultSettings, type Settings, settingsSchema } from '#contract/settings.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Notices } from '../app/notices.ts';
import type { Store } from '../db/store.ts';

export type SettingsService = {
  get(): Settings;
  /** Changes what is given, leaves the rest, tells every page. @throws app.invalidInput {field} */
  update(changes: { readonly [Key in keyof Settings]?: Settings[Key] | undefined }): Settings;
  /** From now on, after each change. */
  onChange(listener: (now: Settings, before: Settings) => void): void;
};

export function createSettings(store: Store, notices: Notices): SettingsService {
  let current = read(store);
  const listeners: Parameters<SettingsService['onChange']>[0][] = [];
  return {
    get: () => current,
    update: (changes) => {
      refuseBadAddresses(changes);
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      store.transaction(() => {
        for (const [key, value] of given) store.settings.set(key, JSON.stringify(value));
      });
      const before = current;
      current = read(store);
      notices.publish({ kind: 'settingsChanged', settings: current });
      for (const listener of listeners) listener(current, before);
      return current;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** The schema sees how an address is written, not whether there is such a port or such a host. */
function refuseBadAddresses(changes: Parameters<SettingsService['update']>[0]): void {
  for (const field of ['hubUrl', 'proxyUrl'] as const) {
    const address = changes[field];
    if (address === undefined || address === null) continue;
    try {
      const { username, password } = new URL(address);
      decodeURIComponent(username + password);
    } catch (cause) {
      throw new PrismeError('app.invalidInput', { field, reason: 'no such address' }, { cause });
    }
  }
}

/** A value that is missing, or that no longer fits its schema, falls back to the default by itself, not all of them. */
function read(store: Store): Settings {
  const values: Record<string, unknown> = { ...defaultSettings };
  const stored = store.settings.all();
  for (const [key, schema] of Object.entries(settingsSchema.shape)) {
    const json = stored.get(key);
    if (json === undefined) continue;
    const result = schema.safeParse(parse(json));
    if (result.success) values[key] = result.data;
  }
  return settingsSchema.parse(values);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
