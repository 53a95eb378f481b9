/**
 * What sending would come to, counted by the model itself once the text has stood still for a moment. Page.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import type { Conversation } from '#contract/conversations.ts';
import type { Preview } from '#contract/generation.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';

const countAfterMs = 300;

/** A message that is being written. */
type Written = {
  readonly parentId: MessageId | null;
  readonly text: string;
  /** What the reply would begin with. */
  readonly beginning: string;
};

/** Undefined while the model is not loaded: counting needs its vocabulary. */
export function usePreview(
  conversation: Conversation,
  model: Model | null,
  { parentId, ...written }: Written,
): Preview | undefined {
  const text = useSettled(useDeferredValue(written.text));
  const beginning = useSettled(useDeferredValue(written.beginning));
  const isStreaming = conversation.messages.some(({ state }) => state === 'streaming');
  const { id, systemPrompt, template, settings, contextStrategy, summaries } = conversation;
  // A summary that was changed or dropped since is another prompt.
  const current = summaries.filter(({ state }) => state === 'current').map((summary) => summary.id);
  const documentIds = conversation.draftDocuments.map((document) => document.id);
  const of = [id, parentId, systemPrompt, template, settings.maxTokens, model?.id];
  const { data } = useQuery({
    queryKey: ['preview', ...of, contextStrategy, current, text, beginning, documentIds],
    queryFn: () => core.generation.preview({ conversationId: id, parentId, text, beginning, documentIds }),
    enabled: model?.state.kind === 'loaded' && !isStreaming,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  return model?.state.kind === 'loaded' ? data : undefined;
}

/** The value, once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), countAfterMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
