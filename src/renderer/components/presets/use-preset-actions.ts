/**
 * What a conversation does with presets, each with a way back in its message. Page. The panel of its settings and the palette do the
 * same; the list of presets is changed in features/presets.
 */
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { NewPreset, Preset } from '#contract/presets.ts';
import { core } from '../../client.ts';
import { announce } from '../../state/announce.ts';
import { attempt, attemptChange, updateConversation } from '../../state/actions.ts';
import { drawFormsAnew } from '../../state/preset-forms.ts';
import { queryClient, queryKeys, useModels } from '../../state/queries.ts';
import { presetFrom, type PresetValues, valuesNow, valuesOf } from './preset-values.ts';

export type PresetActions = {
  /** The file of its model is here, or it names none. */
  readonly isHere: (preset: Preset) => boolean;
  readonly apply: (conversationId: ConversationId, preset: Preset) => Promise<void>;
  /** The conversation keeps its values and forgets where they are from. */
  readonly leave: (conversationId: ConversationId) => void;
  /** A new one with the conversation's values, which comes from it from then on. True: it was made. */
  readonly keep: (
    conversationId: ConversationId,
    name: string,
    model: NewPreset['model'],
  ) => Promise<boolean>;
  /** The preset gets the conversation's values. */
  readonly update: (
    conversationId: ConversationId,
    preset: Preset,
    model: NewPreset['model'],
  ) => Promise<void>;
};

export function usePresetActions(): PresetActions {
  const { t } = useTranslation(['presets', 'common']);
  const models = useModels().data?.models ?? [];
  const isHere = ({ model }: Preset): boolean =>
    model === null || models.some(({ id, isPresent }) => id === model.id && isPresent);
  const undo = (run: () => unknown) => ({ label: t('common:undo'), run: () => void run() });
  return {
    isHere,
    apply: async (conversationId, preset) => {
      const before = await takeValues(conversationId, (now) => valuesOf(preset, now, isHere(preset)));
      if (before === null) return;
      const values = { name: preset.name, model: preset.model?.name ?? '' };
      announce(
        t(isHere(preset) ? 'presets:applied' : 'presets:appliedWithoutModel', values),
        undo(() => takeValues(conversationId, () => before)),
      );
    },
    leave: (conversationId) => void updateConversation(conversationId, { presetId: null }),
    keep: async (conversationId, name, model) => {
      const conversation = await savedConversation(conversationId);
      if (!conversation) return false;
      const preset = await attempt(() => core.presets.create(presetFrom(conversation, name, model)));
      if (!preset) return false;
      await queryClient.invalidateQueries({ queryKey: queryKeys.presets });
      const choice = model === null ? {} : { modelId: model.id };
      return await updateConversation(conversationId, { presetId: preset.id, ...choice });
    },
    update: async (conversationId, preset, model) => {
      const conversation = await savedConversation(conversationId);
      if (!conversation) return;
      const { id: presetId, name } = preset;
      const { id: _id, createdAtMs: _createdAtMs, updatedAtMs: _updatedAtMs, ...before } = preset;
      const values = presetFrom(conversation, name, model);
      if (!(await change(() => core.presets.update({ presetId, ...values })))) return;
      announce(
        t('presets:updated', { name }),
        undo(() => change(() => core.presets.update({ presetId, ...before }))),
      );
    },
  };
}

/** With what was typed in the form of its settings a moment ago, which is saved first. */
async function savedConversation(conversationId: ConversationId): Promise<Conversation | undefined> {
  drawFormsAnew();
  const known = queryClient.getQueryData<Conversation>(queryKeys.conversation(conversationId));
  return known ?? (await attempt(() => core.conversations.get({ conversationId })));
}

/** @returns the values that there were, or null: nothing was changed */
async function takeValues(
  conversationId: ConversationId,
  next: (now: PresetValues) => Partial<PresetValues>,
): Promise<PresetValues | null> {
  const conversation = await savedConversation(conversationId);
  if (!conversation) return null;
  const before = valuesNow(conversation);
  const isMade = await updateConversation(conversationId, next(before));
  drawFormsAnew();
  return isMade ? before : null;
}

function change(request: () => Promise<unknown>): Promise<boolean> {
  return attemptChange(queryKeys.lists, request);
}
