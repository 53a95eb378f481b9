/**
 * The line above the text: the model on the left, how to look at the text on the right. Page.
 */
import { ArrowLeft, ListTree, PanelLeft, PanelRight, SlidersHorizontal, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Settings } from '#contract/settings.ts';
import { IconButton } from '../components/icon-button.tsx';
import { DownloadIndicator } from '../features/downloads/download-indicator.tsx';
import { ModelPicker } from '../features/models/model-picker.tsx';
import { newConversation } from '../state/open-conversation.ts';
import { openDialog, useView, type Screen } from '../state/view.ts';
import { HeatMapMenu } from './heat-map-menu.tsx';
import { hasTokens, toggleInspector, toggleSidebar, useInspectorIsSheet } from './panels.ts';
import { PresetName } from './preset-name.tsx';
import { keysOf } from './shortcuts.ts';
import type { ChosenModel } from './use-chosen-model.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** Screens that ask no model anything, or that of a reply only. */
const withoutModel: ReadonlySet<Screen> = new Set([
  'models',
  'hub',
  'privacy',
  'prompts',
  'playground',
  'hesitations',
  'crossReading',
  'comparisons',
]);

type Props = {
  readonly settings: Settings;
  readonly conversation: Conversation | null;
  readonly chosen: ChosenModel;
  readonly screen: Screen;
  readonly hasSidebar: boolean;
};

export function Header({ settings, conversation, chosen, screen, hasSidebar }: Props): ReactNode {
  const { t } = useTranslation(['app', 'common']);
  const shortcuts = useShortcuts();
  const isInspectorSheet = useInspectorIsSheet();
  const isInspectorSheetOpen = useView((view) => view.isInspectorSheetOpen);
  const isInspectorOpen = isInspectorSheet ? isInspectorSheetOpen : settings.isInspectorOpen;
  return (
    <header className="flex h-12 flex-none items-center gap-1 border-b border-line px-3">
      {hasSidebar ? null : (
        <>
          <IconButton
            icon={PanelLeft}
            label={t('app:commands.toggleSidebar')}
            keys={keysOf('toggleSidebar', shortcuts)}
            onClick={toggleSidebar}
          />
          <IconButton
            icon={SquarePen}
            label={t('app:commands.newChat')}
            keys={keysOf('newChat', shortcuts)}
            onClick={() => void newConversation()}
          />
        </>
      )}
      {screen === 'chat' ? null : (
        <button
          type="button"
          className="button button-quiet button-small"
          onClick={() => useView.setState({ screen: 'chat' })}
        >
          <ArrowLeft size={16} aria-hidden /> {t('common:back')}
        </button>
      )}
      {withoutModel.has(screen) ? null : (
        <div className="min-w-0 flex-1">
          <ModelPicker
            models={chosen.models}
            chosen={chosen.model}
            onChoose={chosen.choose}
            onManage={() => useView.setState({ screen: 'models' })}
          />
        </div>
      )}
      {withoutModel.has(screen) ? <span className="flex-1" /> : null}
      {screen === 'chat' ? <PresetName conversation={conversation} /> : null}
      {screen === 'models' ? null : <DownloadIndicator />}
      {hasTokens(screen) ? <HeatMapMenu measure={settings.heatMap} /> : null}
      {screen === 'chat' && conversation && hasBranches(conversation) ? (
        <IconButton
          icon={ListTree}
          label={t('app:commands.branches')}
          onClick={() => openDialog('branches')}
        />
      ) : null}
      {screen === 'chat' ? (
        <IconButton
          icon={SlidersHorizontal}
          label={t('app:commands.conversationSettings')}
          keys={keysOf('conversationSettings', shortcuts)}
          disabled={!conversation}
          onClick={() => openDialog('conversationSettings')}
        />
      ) : null}
      {hasTokens(screen) ? (
        <IconButton
          icon={PanelRight}
          label={t('app:commands.toggleInspector')}
          keys={keysOf('toggleInspector', shortcuts)}
          aria-pressed={isInspectorOpen}
          onClick={toggleInspector}
        />
      ) : null}
    </header>
  );
}

/** Some message was followed by several. */
function hasBranches({ messages }: Conversation): boolean {
  return new Set(messages.map(({ parentId }) => parentId)).size < messages.length;
}
