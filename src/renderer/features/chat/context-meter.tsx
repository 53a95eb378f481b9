/**
 * What fills the context, counted by the model itself while the message is being written. Page. Silent while the model is not
 * loaded: counting needs its vocabulary.
 */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Preview } from '#contract/generation.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { ContextDetails } from './context-details.tsx';
import { contextParts, tokensRead, willSummarise } from './context-parts.ts';
import { contextPartLooks } from './context-part-looks.ts';

type Props = {
  readonly conversation: Conversation;
  /** Undefined: nothing is counted, because the model is not loaded. */
  readonly preview: Preview | undefined;
  readonly isEmpty: boolean;
};

export function ContextMeter({ conversation, preview, isEmpty }: Props): ReactNode {
  if (!preview) return <span className="h-4" />;
  return <Meter conversation={conversation} preview={preview} isEmpty={isEmpty} />;
}

type MeterProps = Props & { readonly preview: Preview };

function Meter({ conversation, preview, isEmpty }: MeterProps): ReactNode {
  const { t } = useTranslation(['chat', 'context', 'reply-beginning', 'summary']);
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
      {preview.beginningTokens === 0 ? null : (
        <span className="truncate">
          {t('reply-beginning:tokens', {
            count: preview.beginningTokens,
            shown: format.integer(preview.beginningTokens),
          })}
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
