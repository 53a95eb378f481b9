/**
 * The menu beside the button for a new conversation: begin with a preset. Page. Not there while there is no preset.
 */
import { Menu } from '@base-ui/react/menu';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { newConversationWith } from '../../state/open-conversation.ts';
import { usePresets } from '../../state/queries.ts';
import { openDialog } from '../../state/view.ts';

export function NewWithPreset(): ReactNode {
  const { t } = useTranslation('presets');
  const { data: presets = [] } = usePresets();
  if (presets.length === 0) return null;
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={t('beginMenu')} title={t('beginMenu')} className="icon-button -ml-1 !w-5">
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu max-h-[70vh] max-w-80 overflow-y-auto">
            {presets.map((preset) => (
              <Menu.Item
                key={preset.id}
                className="menu-item"
                onClick={() => void newConversationWith(preset)}
              >
                <span className="min-w-0 truncate" dir="auto">
                  {preset.name}
                </span>
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Item className="menu-item" onClick={() => openDialog('presets')}>
              {t('all')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
