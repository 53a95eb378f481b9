/**
 * The model that writes next in a conversation: its own choice, else the default, else the first that is there. Page.
 */
import { useCallback } from 'react';
import type { Conversation } from '#contract/conversations.ts';
import type { Model } from '#contract/models.ts';
import type { Settings } from '#contract/settings.ts';
import { loadModel, updateConversation, updateSettings } from '../state/actions.ts';
import { useModels } from '../state/queries.ts';

export type ChosenModel = {
  readonly models: readonly Model[];
  readonly model: Model | null;
  /** Takes another model for this conversation and for new ones, and loads it. */
  readonly choose: (model: Model) => void;
};

export function useChosenModel(conversation: Conversation | null, settings: Settings): ChosenModel {
  const models = useModels().data?.models ?? [];
  const conversationId = conversation?.id ?? null;
  const byId = (id: Model['id'] | null | undefined): Model | undefined =>
    models.find((model) => model.id === id);
  const model =
    byId(conversation?.modelId) ??
    byId(settings.defaultModelId) ??
    models.find(({ isPresent }) => isPresent) ??
    null;
  const choose = useCallback(
    (next: Model) => {
      if (conversationId) void updateConversation(conversationId, { modelId: next.id });
      updateSettings({ defaultModelId: next.id });
      // Who changes their mind does not wait for what is on its way.
      const isOnItsWay = model?.state.kind === 'loading' || model?.state.kind === 'calibrating';
      const insteadOf = isOnItsWay && model.id !== next.id ? { insteadOf: model.id } : {};
      if (next.state.kind !== 'loaded' || isOnItsWay) void loadModel(next.id, insteadOf);
    },
    [conversationId, model],
  );
  return { models, model, choose };
}
