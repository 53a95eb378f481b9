/**
 * The parts of the context in tokens, what would not be read and why, and what to do about it. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, Message } from '#contract/conversations.ts';
import type { Preview } from '#contract/generation.ts';
import { StrategyChoice } from '../../components/strategy-choice.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { updateConversation } from '../../state/actions.ts';
import { contextPartLooks } from './context-part-looks.ts';
import { type ContextPart, contextParts } from './context-parts.ts';
import { TooLong } from './too-long.tsx';

type Props = { readonly conversation: Conversation; readonly preview: Preview };

export function ContextDetails({ conversation, preview }: Props): ReactNode {
  const { t } = useTranslation('context');
  return (
    <div className="flex flex-col gap-3">
      <Table preview={preview} />
      <p className="text-xs text-ink-faint">{t('exact')}</p>
      {preview.wouldCut.length > 0 || !preview.fits ? (
        <LeftOut conversation={conversation} preview={preview} />
      ) : null}
      <div className="border-t border-line pt-3">
        <StrategyChoice
          value={conversation.contextStrategy}
          onChange={(contextStrategy) => void updateConversation(conversation.id, { contextStrategy })}
        />
      </div>
    </div>
  );
}

/** A beginning is there only where a person wrote one. */
function isListed({ name, tokens }: ContextPart): boolean {
  return name !== 'beginning' || tokens > 0;
}

function Table({ preview }: { readonly preview: Preview }): ReactNode {
  const { t } = useTranslation('context');
  const format = useFormat();
  return (
    <table className="w-full text-sm tabular-nums">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('part')}</th>
          <th scope="col">{t('tokens')}</th>
        </tr>
      </thead>
      <tbody>
        {contextParts(preview)
          .filter(isListed)
          .map(({ name, tokens }) => (
            <tr key={name}>
              <th scope="row" className="py-0.5 pr-4 text-left font-normal">
                <span
                  aria-hidden
                  className={`mr-2 inline-block size-2.5 rounded-[2px] align-baseline ${contextPartLooks[name]}`}
                />
                {t(`parts.${name}`)}
              </th>
              <td className="py-0.5 text-right">{format.integer(tokens)}</td>
            </tr>
          ))}
        <tr className="border-t border-line">
          <th scope="row" className="py-0.5 pr-4 text-left font-medium">
            {t('sum')}
          </th>
          <td className="py-0.5 text-right font-medium">{format.integer(preview.contextTokens)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function LeftOut({ conversation, preview }: Props): ReactNode {
  const { t } = useTranslation('context');
  const format = useFormat();
  const { wouldCut, promptTokens, contextTokens, reserveTokens, fits } = preview;
  const known = new Map(conversation.messages.map((message) => [message.id, message]));
  const messages = wouldCut.flatMap((id) => known.get(id) ?? []);
  const words = conversation.contextStrategy === 'dropOldest' ? 'willCut' : 'wouldCut';
  return (
    <div className="border-t border-line pt-3 text-sm">
      <p className="text-ink-soft">
        {t('tooLong', {
          needed: format.integer(promptTokens),
          total: format.integer(contextTokens),
          reserve: format.integer(reserveTokens),
        })}
      </p>
      {fits ? (
        <>
          <p className="mt-2">
            {t(words, { count: messages.length, shown: format.integer(messages.length) })}
          </p>
          <ul className="mt-1 max-h-40 overflow-y-auto" tabIndex={0} aria-label={t('title')} data-left-out>
            {messages.map((message) => (
              <LeftOutMessage key={message.id} message={message} />
            ))}
          </ul>
        </>
      ) : (
        <TooLong preview={preview} />
      )}
    </div>
  );
}

function LeftOutMessage({ message }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation(['chat', 'context']);
  return (
    <li className="flex gap-3 border-b border-line py-1 last:border-0">
      <span className="w-14 flex-none text-ink-faint">
        {message.role === 'user' ? t('chat:you') : t('context:reply')}
      </span>
      <span className="min-w-0 truncate">{message.text}</span>
    </li>
  );
}
