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
import { type ContextPart, contextParts, willSummarise } from './context-parts.ts';
import { TooLong } from './too-long.tsx';

type Props = { readonly conversation: Conversation; readonly preview: Preview };

export function ContextDetails({ conversation, preview }: Props): ReactNode {
  const { t } = useTranslation(['context', 'summary']);
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
          whyNoSummary={preview.summaryObstacle === 'completion' ? t('summary:onlyChat') : null}
          onChange={(contextStrategy) => void updateConversation(conversation.id, { contextStrategy })}
        />
      </div>
    </div>
  );
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
        {shownParts(preview).map(({ name, tokens }) => (
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

/** Most conversations have no summary, and most replies no beginning that a person wrote. */
function shownParts(preview: Preview): readonly ContextPart[] {
  const isRare = ({ name }: ContextPart): boolean => name === 'summary' || name === 'beginning';
  return contextParts(preview).filter((part) => !isRare(part) || part.tokens > 0);
}

function LeftOut({ conversation, preview }: Props): ReactNode {
  const { t } = useTranslation(['context', 'summary']);
  const format = useFormat();
  const { promptTokens, contextTokens, reserveTokens, fits } = preview;
  const isSummarised = willSummarise(conversation, preview);
  const listed = isSummarised ? preview.wouldSummarise : preview.wouldCut;
  const known = new Map(conversation.messages.map((message) => [message.id, message]));
  const messages = listed.flatMap((id) => known.get(id) ?? []);
  const count = { count: messages.length, shown: format.integer(messages.length) };
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
          <Obstacle conversation={conversation} preview={preview} />
          <p className="mt-2">
            {isSummarised
              ? t('summary:willSummarise', count)
              : t(conversation.contextStrategy === 'stop' ? 'wouldCut' : 'willCut', count)}
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

/** It was told to summarise, and cannot. */
function Obstacle({ conversation, preview }: Props): ReactNode {
  const { t } = useTranslation('summary');
  const { summaryObstacle } = preview;
  if (conversation.contextStrategy !== 'summariseOldest' || summaryObstacle === null) return null;
  return <p className="mt-2">{t(`obstacles.${summaryObstacle}`)}</p>;
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
