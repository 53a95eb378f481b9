/**
 * What the palette offers for each preset: begin a conversation with it, and use it in the open one. Page.
 */
import { useTranslation } from 'react-i18next';
import { usePresetActions } from '../components/presets/use-preset-actions.ts';
import { newConversationWith } from '../state/open-conversation.ts';
import { usePresets } from '../state/queries.ts';
import { shownConversationId, useView } from '../state/view.ts';
import type { PaletteItem } from './palette-items.ts';

export function usePresetItems(): PaletteItem[] {
  const { t } = useTranslation('presets');
  const { data: presets = [] } = usePresets();
  const { apply } = usePresetActions();
  const conversationId = useView(shownConversationId);
  return presets.flatMap((preset) => {
    const begin: PaletteItem = {
      id: `begin-${preset.id}`,
      group: 'commands',
      label: t('beginWith', { name: preset.name }),
      run: () => void newConversationWith(preset),
    };
    if (conversationId === null) return [begin];
    const use: PaletteItem = {
      id: `use-${preset.id}`,
      group: 'commands',
      label: t('use', { name: preset.name }),
      run: () => void apply(conversationId, preset),
    };
    return [begin, use];
  });
}
