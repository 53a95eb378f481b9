/**
 * Presets: list, create, change, order, delete and take back. Runs in the core. Changes no conversation: what a conversation takes
 * of a preset is asked of core/conversations.
 */
import { PrismeError } from '#contract/errors.ts';
import type { PresetId } from '#contract/ids.ts';
import { mostPresets, type NewPreset, type Preset } from '#contract/presets.ts';
import type { Notices } from '../app/notices.ts';
import type { PresetRecord } from '../db/presets.ts';
import type { Store } from '../db/store.ts';

export type PresetsContext = {
  readonly store: Pick<Store, 'presets' | 'transaction'>;
  readonly notices: Notices;
  readonly now: () => number;
  readonly newId: () => string;
};

type Changes = { readonly [Key in keyof NewPreset]?: NewPreset[Key] | undefined };

export type PresetsService = {
  list(): Preset[];
  /** In front of the others, in their order; all or none. @throws preset.tooMany */
  create(presets: readonly NewPreset[]): Preset[];
  /** @throws preset.notFound */
  update(id: PresetId, changes: Changes): Preset;
  /** @throws preset.notFound */
  move(id: PresetId, by: 'up' | 'down'): void;
  /** @throws preset.notFound */
  delete(id: PresetId): void;
  /** @throws preset.notFound, preset.tooMany */
  restore(id: PresetId): Preset;
};

export function createPresets({ store, notices, now, newId }: PresetsContext): PresetsService {
  const { presets } = store;

  function write(work: () => void): void {
    store.transaction(work);
    notices.publish({ kind: 'listsChanged' });
  }

  function save(preset: PresetRecord): Preset {
    write(() => presets.update(preset));
    return shown(preset);
  }

  function requireRoom(more: number): void {
    if (presets.list().length + more > mostPresets) throw new PrismeError('preset.tooMany');
  }

  return {
    list: () => presets.list().map(shown),
    create: (given) => {
      requireRoom(given.length);
      const first = (presets.list()[0]?.position ?? 0) - given.length;
      const nowMs = now();
      const records = given.map((preset, index) => ({
        ...withoutSeed(preset),
        id: newId() as PresetId, // newId gives UUIDs, which is all that the brand says
        position: first + index,
        ...{ createdAtMs: nowMs, updatedAtMs: nowMs, deletedAtMs: null },
      }));
      write(() => records.forEach((record) => presets.insert(record)));
      return records.map(shown);
    },
    update: (id, changes) => save(changed(presentPreset(store, id), changes, now())),
    move: (id, by) => {
      presentPreset(store, id);
      // Numbered anew: one that came back may have the number of another.
      write(() => {
        for (const [position, preset] of moved(presets.list(), id, by).entries())
          presets.update({ ...preset, position });
      });
    },
    delete: (id) => void save({ ...presentPreset(store, id), deletedAtMs: now() }),
    restore: (id) => {
      const preset = presets.find(id);
      if (preset === null) throw new PrismeError('preset.notFound');
      if (preset.deletedAtMs !== null) requireRoom(1);
      return save({ ...preset, deletedAtMs: null });
    },
  };
}

/** @throws preset.notFound, also for a deleted one */
export function presentPreset({ presets }: Pick<Store, 'presets'>, id: PresetId): PresetRecord {
  const preset = presets.find(id);
  if (preset === null || preset.deletedAtMs !== null) throw new PrismeError('preset.notFound');
  return preset;
}

function withoutSeed(preset: NewPreset): NewPreset {
  return { ...preset, settings: { ...preset.settings, seed: null } };
}

function changed(preset: PresetRecord, { name, ...changes }: Changes, nowMs: number): PresetRecord {
  const values = Object.entries(changes).filter(([, value]) => value !== undefined);
  const updatedAtMs = values.length > 0 ? nowMs : preset.updatedAtMs;
  // The same keys, but for those that were not given.
  const given = Object.fromEntries(values) as Partial<NewPreset>;
  const next = { ...preset, ...given, name: name ?? preset.name, updatedAtMs };
  return { ...next, ...withoutSeed(next) };
}

function moved(presets: readonly PresetRecord[], id: PresetId, by: 'up' | 'down'): PresetRecord[] {
  const order = [...presets];
  const from = order.findIndex((preset) => preset.id === id);
  const to = Math.min(order.length - 1, Math.max(0, from + (by === 'up' ? -1 : 1)));
  order.splice(to, 0, ...order.splice(from, 1));
  return order;
}

function shown({ position: _position, deletedAtMs: _deletedAtMs, ...preset }: PresetRecord): Preset {
  return preset;
}
