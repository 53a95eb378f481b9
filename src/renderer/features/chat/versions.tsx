/**
 * ‹2/3›: the versions of a message, the way to the others, and the list of all with where they left each other. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, Message } from '#contract/conversations.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { selectVersion } from './chat-actions.ts';
import { forcedToken, jumpTo, nameOfFork } from './forks.ts';
import type { BranchMessage } from '../../state/message-tree.ts';

type Props = { readonly conversation: Conversation; readonly entry: BranchMessage };

export function Versions({ conversation, entry: { message, versions } }: Props): ReactNode {
  const { t } = useTranslation('chat');
  if (versions.length < 2) return null;
  const index = versions.indexOf(message.id);
  const go = (step: number): void => {
    const next = versions[index + step];
    if (next) void selectVersion(conversation.id, next);
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
      <VersionMenu conversation={conversation} entry={{ message, versions }} />
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

function VersionMenu({ conversation, entry: { message, versions } }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t('versionsAndForks')}
        className="min-h-6 min-w-6 rounded px-0.5 hover:bg-hover hover:text-ink-soft data-popup-open:bg-hover"
      >
        {format.integer(versions.indexOf(message.id) + 1)}/{format.integer(versions.length)}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu max-h-80 overflow-y-auto">
            {versions.map((id, index) => {
              const version = conversation.messages.find((each) => each.id === id);
              return version ? (
                <Menu.Item
                  key={id}
                  className="menu-item py-1"
                  aria-current={id === message.id}
                  onClick={() => void jumpTo(conversation.id, id, forcedToken(version))}
                >
                  <VersionItem version={version} index={index} isShown={id === message.id} />
                </Menu.Item>
              ) : null;
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const forkWords = {
  reply: 'chat:forkAt',
  prompt: 'chat:forkAtPrompt',
  start: 'reply-beginning:version',
} as const;

type ItemProps = { readonly version: Message; readonly index: number; readonly isShown: boolean };

function VersionItem({ version, index, isShown }: ItemProps): ReactNode {
  const { t } = useTranslation(['chat', 'reply-beginning']);
  const format = useTokenFormat();
  const { fork, text } = version;
  const values = fork && { position: format.integer(fork.position + 1), text: nameOfFork(fork) };
  return (
    <>
      <span aria-hidden className="w-3 flex-none">
        {isShown ? '✓' : ''}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block">
          {t('chat:versionItem', { index: format.integer(index + 1) })}
          {fork && values ? (
            <span className="text-ink-faint">
              {' · '}
              {t(forkWords[fork.target], values)}
              {fork.logprob === null ? '' : ` (${format.probability(Math.exp(fork.logprob))})`}
            </span>
          ) : null}
        </span>
        <span className="block truncate text-xs text-ink-faint">
          {text.trim() === '' ? t('chat:noWords') : text.trim().slice(0, 120)}
        </span>
      </span>
    </>
  );
}
