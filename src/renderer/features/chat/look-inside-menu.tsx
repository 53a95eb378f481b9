/**
 * The ways from a message to the instruments that read a text, and into the prompt library. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { BookmarkPlus, GitFork, Ruler, Scissors, SearchCode } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../components/tip.tsx';
import { openPromptDialog } from '../../state/prompts.ts';
import { openInstrument } from '../../state/instruments.ts';

export function LookInsideMenu({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation('chat');
  const ways = [
    { way: 'score', icon: Ruler, open: () => openInstrument('scoring', { text }) },
    { way: 'tokenize', icon: Scissors, open: () => openInstrument('tokenizer', { text }) },
    {
      way: 'hesitations',
      icon: SearchCode,
      open: () => openInstrument('hesitations', { scope: 'conversation' }),
    },
  ] as const;
  return (
    <Menu.Root>
      <Tip text={t('lookInside')}>
        <Menu.Trigger aria-label={t('lookInside')} className="icon-button">
          <GitFork size={16} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
      </Tip>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu">
            {ways.map(({ way, icon: Icon, open }) => (
              <Menu.Item key={way} className="menu-item" onClick={open}>
                <Icon size={16} strokeWidth={1.75} className="text-ink-faint" aria-hidden />
                <span className="flex-1">{t(`looks.${way}`)}</span>
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Item className="menu-item" onClick={() => openPromptDialog({ text })}>
              <BookmarkPlus size={16} strokeWidth={1.75} className="text-ink-faint" aria-hidden />
              <span className="flex-1">{t('looks.prompt')}</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
