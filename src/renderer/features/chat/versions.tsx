/**
 * ‹2/3›: the versions of a message, and the way to the others. Page.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contract/ids.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { selectVersion } from './chat-actions.ts';
import type { BranchMessage } from './message-tree.ts';

type Props = { readonly conversationId: ConversationId; readonly entry: BranchMessage };

export function Versions({ conversationId, entry: { message, versions } }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  if (versions.length < 2) return null;
  const index = versions.indexOf(message.id);
  const go = (step: number): void => {
    const next = versions[index + step];
    if (next) void selectVersion(conversationId, next);
  };
  return (
    <span
      role="group"
      aria-label={t('version', { index: index + 1, count: versions.length })}
      className="inline-flex items-center text-xs text-ink-faint tabular-nums"
    >
      <IconButton
        icon={ChevronLeft}
        label={t('previousVersion')}
        disabled={index <= 0}
        onClick={() => go(-1)}
        className="!w-6"
      />
      <span aria-hidden>
        {format.integer(index + 1)}/{format.integer(versions.length)}
      </span>
      <IconButton
        icon={ChevronRight}
        label={t('nextVersion')}
        disabled={index >= versions.length - 1}
        onClick={() => go(1)}
        className="!w-6"
      />
    </span>
  );
}
