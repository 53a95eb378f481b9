/**
 * How a reply of a lane went, in what can be compared between models: bytes, not tokens, a second. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#contract/conversations.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { bytesPerSecond } from './lane-speed.ts';

export function LaneFigures({ message }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation(['comparisons', 'chat']);
  const format = useFormat();
  const stats = message.end?.stats;
  const speed = stats ? bytesPerSecond(message.text, stats) : null;
  const parts = [
    message.end ? t(`chat:finish.${message.end.reason}`) : null,
    stats ? t('chat:tokens', { count: stats.replyTokens, shown: format.integer(stats.replyTokens) }) : null,
    speed === null ? null : t('comparisons:speed', { shown: format.integer(speed) }),
    stats?.firstTokenMs ? t('comparisons:firstByte', { shown: format.seconds(stats.firstTokenMs) }) : null,
    stats ? t('comparisons:memory', { shown: format.bytes(stats.memoryBytes) }) : null,
  ];
  return <span data-testid="lane-figures">{parts.filter((part) => part !== null).join(' · ')}</span>;
}
