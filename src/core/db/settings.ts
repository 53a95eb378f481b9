/**
 * The table of the app's settings: one JSON value a key. Runs in the core. Which keys there are is in
 * contract/settings.ts.
 */
import type { Database } from './open.ts';

/** Beside the settings of a person: the token for the hub, as the system's store of secrets has encrypted it; '' for none. */
export const hubTokenKey = 'hubTokenCiphertext';

/** The same: since when what is deleted has a date on which it goes for good. */
export const binOpenedKey = 'binOpenedAtMs';

export type SettingTable = {
  /** Every stored key with its JSON text. */
  all(): ReadonlyMap<string, string>;
  set(key: string, valueJson: string): void;
};

export function createSettingTable(database: Database): SettingTable {
  const all = database.prepare<[], { key: string; value_json: string }>(
    'SELECT key, value_json FROM settings',
  );
  const set = database.prepare<[string, string]>(
    'INSERT INTO settings (key, value_json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json',
  );
  return {
    all: () => new Map(all.all().map((row) => [row.key, row.value_json])),
    set: (key, valueJson) => void set.run(key, valueJson),
  };
}
