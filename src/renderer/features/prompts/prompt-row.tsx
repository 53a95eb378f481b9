/**
 * A prompt in the library: what it is called and for, and what can be done with it. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Copy, MessageSquare, Pencil, TextQuote, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedPrompt } from '#contract/prompts.ts';
import { ActionsMenu } from '../../components/actions-menu.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { insertPrompt, openPromptDialog } from '../../state/prompts.ts';

type Props = {
  readonly prompt: SavedPrompt;
  readonly onDuplicate: () => void;
  readonly onDelete: () => void;
  /** Null: no conversation is open. */
  readonly onSystemPrompt: (() => void) | null;
};

export function PromptRow({ prompt, ...actions }: Props): ReactNode {
  const { t } = useTranslation('prompts');
  const format = useFormat();
  const { name, command, description, text, timesUsed } = prompt;
  return (
    <li className="flex items-center gap-2 border-t border-line" data-prompt={prompt.id}>
      <button
        type="button"
        className="flex min-h-14 min-w-0 flex-1 flex-col justify-center gap-0.5 rounded px-2 py-2 text-left hover:bg-hover"
        onClick={() => openPromptDialog(prompt)}
      >
        <span className="flex w-full items-baseline gap-3">
          <span className="min-w-0 truncate text-base font-medium" dir="auto">
            {name}
          </span>
          <span className="min-w-0 flex-none truncate font-mono text-xs text-ink-faint">/{command}</span>
          <span className="ml-auto flex-none text-xs text-ink-faint tabular-nums">
            {timesUsed > 0 ? t('used', { count: timesUsed, shown: format.integer(timesUsed) }) : null}
          </span>
        </span>
        <span className="w-full truncate text-sm text-ink-soft" dir="auto">
          {description || text.slice(0, 300)}
        </span>
      </button>
      <PromptMenu prompt={prompt} {...actions} />
    </li>
  );
}

function PromptMenu({ prompt, onDuplicate, onDelete, onSystemPrompt }: Props): ReactNode {
  const { t } = useTranslation(['prompts', 'common']);
  return (
    <ActionsMenu label={t('prompts:actions', { name: prompt.name })}>
      <Menu.Item className="menu-item" onClick={() => insertPrompt(prompt)}>
        <MessageSquare size={14} aria-hidden /> {t('prompts:insert')}
      </Menu.Item>
      <Menu.Item className="menu-item" disabled={onSystemPrompt === null} onClick={() => onSystemPrompt?.()}>
        <TextQuote size={14} aria-hidden /> {t('prompts:asSystemPrompt')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => openPromptDialog(prompt)}>
        <Pencil size={14} aria-hidden /> {t('prompts:edit')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={onDuplicate}>
        <Copy size={14} aria-hidden /> {t('prompts:duplicate')}
      </Menu.Item>
      <Menu.Separator className="my-1 border-t border-line" />
      <Menu.Item className="menu-item text-danger" onClick={onDelete}>
        <Trash2 size={14} aria-hidden /> {t('common:delete')}
      </Menu.Item>
    </ActionsMenu>
  );
}
