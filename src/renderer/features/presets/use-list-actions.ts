/**
 * What can be done with the presets of the list. Page. No conversation is changed by any of it.
 */
import { useTranslation } from 'react-i18next';
import type { Preset } from '#contract/presets.ts';
import { core } from '../../client.ts';
import { freeName } from '../../components/presets/preset-values.ts';
import { announce } from '../../state/announce.ts';
import { attemptChange, updateSettings } from '../../state/actions.ts';
import { queryKeys, usePresets } from '../../state/queries.ts';

export type ListActions = {
  readonly rename: (preset: Preset, name: string) => void;
  readonly duplicate: (preset: Preset) => void;
  readonly move: (preset: Preset, by: 'up' | 'down') => void;
  readonly remove: (preset: Preset) => Promise<void>;
  /** New conversations begin with it; null: with none. */
  readonly setUsual: (preset: Preset | null) => void;
};

export function useListActions(): ListActions {
  const { t } = useTranslation(['presets', 'common']);
  const { data: presets = [] } = usePresets();
  return {
    rename: ({ id: presetId }, name) => void change(() => core.presets.update({ presetId, name })),
    duplicate: ({ id: _id, createdAtMs: _createdAtMs, updatedAtMs: _updatedAtMs, ...values }) => {
      const taken = presets.map(({ name }) => name);
      void change(() => core.presets.create({ ...values, name: freeName(values.name, taken) }));
    },
    move: ({ id: presetId }, by) => void change(() => core.presets.move({ presetId, by })),
    remove: async ({ id: presetId, name }) => {
      if (!(await change(() => core.presets.delete({ presetId })))) return;
      announce(t('presets:deleted', { name }), {
        label: t('common:undo'),
        run: () => void change(() => core.presets.restore({ presetId })),
      });
    },
    setUsual: (preset) => updateSettings({ defaultPresetId: preset?.id ?? null }),
  };
}

function change(request: () => Promise<unknown>): Promise<boolean> {
  return attemptChange(queryKeys.presets, request);
}
