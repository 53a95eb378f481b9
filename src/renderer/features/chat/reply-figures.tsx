/**
 * The line under a reply: model, tokens, speed, how it ended; all figures one step away. Page.
 */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#contract/conversations.ts';
import type { ReplyEnd, ReplyStats } from '#contract/reply.ts';
import { useFormat } from '../../i18n/i18n.ts';

type Props = { readonly message: Message; readonly liveEnd: ReplyEnd | null };

export function ReplyFigures({ message, liveEnd }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const end = message.end ?? liveEnd;
  if (!end) return <span />;
  const stats = end.stats;
  const parts = [
    message.model?.name,
    stats ? t('tokens', { count: stats.replyTokens, shown: format.integer(stats.replyTokens) }) : null,
    stats?.tokensPerSecond ? t('speed', { shown: format.decimal(stats.tokensPerSecond, 1) }) : null,
    stats?.firstTokenMs ? t('firstToken', { shown: format.seconds(stats.firstTokenMs) }) : null,
    t(`finish.${end.reason}`),
  ].filter((part) => typeof part === 'string' && part !== '');
  const line = parts.join(' · ');
  if (!stats) return <span data-testid="reply-figures">{line}</span>;
  return (
    <Popover.Root>
      <Popover.Trigger
        data-testid="reply-figures"
        aria-label={`${t('details')}: ${line}`}
        className="-ml-1.5 min-h-6 rounded px-1.5 text-left hover:bg-hover hover:text-ink-soft"
      >
        {line}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50">
          <Popover.Popup className="menu !p-4">
            <Popover.Title className="mb-2 text-sm font-semibold">{t('details')}</Popover.Title>
            <Figures stats={stats} seed={message.seed} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Figures({ stats, seed }: { readonly stats: ReplyStats; readonly seed: number | null }): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const speed = (value: number | null): string | null =>
    value === null ? null : t('speed', { shown: format.decimal(value, 1) });
  const rows: readonly (readonly [string, string | null])[] = [
    [
      t('promptTokens'),
      t('promptTokensValue', {
        total: format.integer(stats.promptTokens),
        reused: format.integer(stats.reusedTokens),
      }),
    ],
    [t('replyTokens'), t('tokens', { count: stats.replyTokens, shown: format.integer(stats.replyTokens) })],
    [t('firstTokenLabel'), stats.firstTokenMs === null ? null : format.seconds(stats.firstTokenMs)],
    [t('readingSpeed'), speed(stats.promptTokensPerSecond)],
    [t('writingSpeed'), speed(stats.tokensPerSecond)],
    [t('memory'), format.bytes(stats.memoryBytes)],
    [t('seed'), seed === null ? null : String(seed)],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
      {rows.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
