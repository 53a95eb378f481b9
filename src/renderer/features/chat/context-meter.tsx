/**
 * What fills the context, counted by the model itself while the message is being written. Page. Silent while the model is not
 * loaded: counting needs its vocabulary.
 */
import { Popover } from '@base-ui/react/popover';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Preview } from '#contract/generation.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { ContextDetails } from './context-details.tsx';
import { contextParts, tokensRead, willSummarise } from './context-parts.ts';
import { contextPartLooks } from './context-part-looks.ts';

const countAfterMs = 300;

type Props = {
  readonly conversation: Conversation;
  readonly model: Model | null;
  readonly parentId: MessageId | null;
  readonly text: string;
};

export function ContextMeter({ conversation, model, parentId, text }: Props): ReactNode {
  const preview = usePreview(conversation, model, parentId, text);
  if (!preview || model?.state.kind !== 'loaded') return <span className="h-4" />;
  return <Meter conversation={conversation} preview={preview} isEmpty={text === ''} />;
}

/** What sending would come to, once the text has stood still for a moment. */
function usePreview(
  conversation: Conversation,
  model: Model | null,
  parentId: MessageId | null,
  text: string,
): Preview | undefined {
  const settled = useSettled(useDeferredValue(text));
  const isStreaming = conversation.messages.some(({ state }) => state === 'streaming');
  const { id, systemPrompt, template, settings, contextStrategy, summaries } = conversation;
  // A summary that was changed or dropped since is another prompt.
  const current = summaries.filter(({ state }) => state === 'current').map((summary) => summary.id);
  const { data } = useQuery({
    queryKey: [
      ...['preview', id, parentId, systemPrompt, template, settings.maxTokens, model?.id, settled],
      ...[contextStrategy, current],
    ],
    queryFn: () => core.generation.preview({ conversationId: id, parentId, text: settled }),
    enabled: model?.state.kind === 'loaded' && !isStreaming,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  return data;
}

type MeterProps = {
  readonly conversation: Conversation;
  readonly preview: Preview;
  readonly isEmpty: boolean;
};

function Meter({ conversation, preview, isEmpty }: MeterProps): ReactNode {
  const { t } = useTranslation(['chat', 'context', 'summary']);
  const format = useFormat();
  const willDrop = conversation.contextStrategy !== 'stop' && preview.fits;
  const usedTokens = willDrop ? tokensRead(preview) : preview.promptTokens;
  const cut = preview.wouldCut.length;
  // Nothing is about to be sent while nothing is written.
  const summarised = willSummarise(conversation, preview) && !isEmpty ? preview.wouldSummarise.length : 0;
  const isCutShown = willDrop && cut > 0 && (summarised > 0 || !willSummarise(conversation, preview));
  const isOver = !preview.fits || (cut > 0 && !willDrop);
  const sizes = { used: format.integer(usedTokens), total: format.integer(preview.contextTokens) };
  return (
    <div
      className="flex min-w-0 items-center gap-3 text-xs text-ink-faint tabular-nums"
      data-testid="context-meter"
    >
      {isEmpty ? null : (
        <span className="whitespace-nowrap">
          {t('chat:textTokens', { count: preview.textTokens, shown: format.integer(preview.textTokens) })}
        </span>
      )}
      <span
        role="meter"
        className="sr-only"
        aria-label={t('chat:contextLabel', sizes)}
        aria-valuemin={0}
        aria-valuemax={preview.contextTokens}
        aria-valuenow={Math.min(usedTokens, preview.contextTokens)}
      />
      <Popover.Root>
        <Popover.Trigger
          openOnHover
          delay={250}
          aria-label={t('context:open', sizes)}
          className="flex h-7 min-w-0 items-center gap-2 rounded px-1.5 whitespace-nowrap hover:bg-hover hover:text-ink-soft data-[popup-open]:bg-hover"
        >
          <Bar preview={preview} isOver={isOver} />
          <span className={isOver ? 'text-danger' : ''}>
            {t(isOver ? 'context:overShown' : 'context:shown', sizes)}
          </span>
          {isCutShown ? (
            <span className="truncate">
              {' · '}
              {summarised > 0
                ? t('summary:willSummariseShort', { count: summarised, shown: format.integer(summarised) })
                : t('context:willCutShort', { count: cut, shown: format.integer(cut) })}
            </span>
          ) : null}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner side="top" align="start" sideOffset={6} className="z-50">
            <Popover.Popup className="menu max-h-(--available-height) w-[352px] overflow-y-auto !p-4">
              <Popover.Title className="mb-2 text-sm font-semibold">{t('context:title')}</Popover.Title>
              <ContextDetails conversation={conversation} preview={preview} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

/** The parts beside each other; red all over where they are too long together. */
function Bar({ preview, isOver }: { readonly preview: Preview; readonly isOver: boolean }): ReactNode {
  return (
    <span
      aria-hidden
      className="flex h-1.5 w-24 flex-none gap-px overflow-hidden rounded bg-line"
      data-context-bar
    >
      {isOver ? (
        <span className="fill block h-full w-full bg-danger" />
      ) : (
        contextParts(preview).map(({ name, share }) =>
          share === 0 || name === 'free' ? null : (
            <span
              key={name}
              data-part={name}
              className={`fill block h-full min-w-px ${contextPartLooks[name]}`}
              style={{ width: `${share * 100}%` }}
            />
          ),
        )
      )}
    </span>
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
