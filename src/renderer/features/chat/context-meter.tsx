/**
 * How many tokens the message has and how full the context would be, counted by the model itself before sending. Page.
 * Silent while the model is not loaded: counting needs its vocabulary.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { useFormat } from '../../i18n/i18n.ts';

const countAfterMs = 300;

type Props = {
  readonly conversation: Conversation;
  readonly model: Model | null;
  readonly parentId: MessageId | null;
  readonly text: string;
};

export function ContextMeter({ conversation, model, parentId, text }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const settled = useSettled(useDeferredValue(text));
  const isStreaming = conversation.messages.some(({ state }) => state === 'streaming');
  const { data: preview } = useQuery({
    queryKey: ['preview', conversation.id, parentId, conversation.systemPrompt, model?.id, settled],
    queryFn: () => core.generation.preview({ conversationId: conversation.id, parentId, text: settled }),
    enabled: model?.state.kind === 'loaded' && !isStreaming,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  if (!preview || model?.state.kind !== 'loaded') return <span className="h-4" />;
  const share = Math.min(1, preview.promptTokens / preview.contextTokens);
  const used = format.integer(preview.promptTokens);
  const total = format.integer(preview.contextTokens);
  const isOver = preview.promptTokens >= preview.contextTokens;
  return (
    <div
      className="flex min-w-0 items-center gap-3 text-xs text-ink-faint tabular-nums"
      data-testid="context-meter"
    >
      {text === '' ? null : (
        <span className="whitespace-nowrap">
          {t('textTokens', { count: preview.textTokens, shown: format.integer(preview.textTokens) })}
        </span>
      )}
      <div
        role="meter"
        aria-label={t('contextLabel', { used, total })}
        aria-valuemin={0}
        aria-valuemax={preview.contextTokens}
        aria-valuenow={Math.min(preview.promptTokens, preview.contextTokens)}
        className="flex items-center gap-2 whitespace-nowrap"
      >
        <span className="h-0.5 w-16 overflow-hidden rounded bg-line">
          <span
            className={`fill block h-full ${isOver ? 'bg-danger' : 'bg-ink-faint'}`}
            style={{ width: `${share * 100}%` }}
          />
        </span>
        <span className={isOver ? 'text-danger' : ''}>{t('context', { used, total })}</span>
      </div>
    </div>
  );
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
