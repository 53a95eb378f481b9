/**
 * The three columns: conversations, the text, the inspector (see panels.ts for narrower windows). Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#contract/settings.ts';
import { TransferDialog } from '../components/exporting/transfer-dialog.tsx';
import { BranchesDialog } from '../features/branches/branches-dialog.tsx';
import { OrganiseDialogs } from '../features/conversations/dialogs/organise-dialogs.tsx';
import { Sidebar } from '../features/conversations/sidebar.tsx';
import { DownloadsList } from '../features/downloads/downloads-list.tsx';
import { InspectorPanel } from '../features/inspector/inspector-panel.tsx';
import { ModelsScreen } from '../features/models/models-screen.tsx';
import { DocumentDialog } from '../features/documents/document-dialog.tsx';
import { DropConversations } from '../features/moving/drop-conversations.tsx';
import { MoveDialog } from '../features/moving/move-dialog.tsx';
import { PrintSheet } from '../features/moving/print-sheet.tsx';
import { MoveSection } from '../features/moving/move-section.tsx';
import { NetworkSection } from '../features/network/network-section.tsx';
import { PresetsDialog } from '../features/presets/presets-dialog.tsx';
import { PrivacyScreen } from '../features/privacy/privacy-screen.tsx';
import { PromptDialog } from '../features/prompts/prompt-dialog.tsx';
import { HelpDialog } from '../features/settings/help-dialog.tsx';
import { BackupsSection } from '../features/backups/backups-section.tsx';
import { SettingsDialog } from '../features/settings/settings-dialog.tsx';
import { ConversationSettingsDialog } from '../features/conversation-settings/conversation-settings-dialog.tsx';
import { tokenSelection } from '../state/traces/selection.ts';
import { useConversation } from '../state/queries.ts';
import { closeDialog, shownConversationId, useView } from '../state/view.ts';
import { CommandPalette } from './command-palette.tsx';
import { ConversationScreen } from './conversation-screen.tsx';
import { Failsafe } from './failsafe.tsx';
import { Header } from './header.tsx';
import { InstrumentScreen } from './instrument-screen.tsx';
import { InstrumentsMenu } from './instruments-menu.tsx';
import { KeysDialog, useInspectionKeys } from './keys-dialog.tsx';
import { Logo } from './logo.tsx';
import {
  showInspector,
  toggleInspector,
  toggleSidebar,
  useInspectorIsSheet,
  usePanelLayout,
} from './panels.ts';
import { Resizer } from './resizer.tsx';
import { Sheet } from './sheet.tsx';
import { type ChosenModel, useChosenModel } from './use-chosen-model.ts';
import { useCommands } from './use-commands.ts';
import { useFirstConversation } from './use-first-conversation.ts';
import { useKeyListener } from './use-key-listener.ts';

export function Frame({ settings }: { readonly settings: Settings }): ReactNode {
  const { t } = useTranslation('app');
  const { screen, conversationId, isSidebarSheetOpen, isInspectorSheetOpen } = useView();
  const { hasSidebarColumn, hasInspectorColumn } = usePanelLayout(settings, screen);
  const isInspectorSheet = useInspectorIsSheet();
  const { data: conversation } = useConversation(conversationId);
  const chosen = useChosenModel(conversation ?? null, settings);
  const commands = useCommands();
  useKeyListener(commands);
  useFirstConversation(settings);
  useFollowSelection();

  const shownId = useView(shownConversationId);
  const { data: shown } = useConversation(shownId);
  const lastReplyId =
    shown?.messages.find(({ id, role }) => id === shown.leafId && role === 'assistant')?.id ?? null;
  const sidebar = <Sidebar logo={<Logo />} instruments={<InstrumentsMenu />} onHide={toggleSidebar} />;
  const inspector = (
    <InspectorPanel
      key={screen === 'chat' ? conversationId : screen}
      messageId={lastReplyId}
      onClose={toggleInspector}
    />
  );

  return (
    <div className="flex h-full min-h-0">
      {hasSidebarColumn ? <div className="w-[260px] flex-none border-r border-line">{sidebar}</div> : null}
      <main
        aria-label={screen === 'chat' ? t('reading') : t(`commands.${screen}`)}
        className="flex min-w-0 flex-1 flex-col bg-bg"
      >
        <Header
          settings={settings}
          conversation={conversation ?? null}
          chosen={chosen}
          screen={screen}
          hasSidebar={hasSidebarColumn}
        />
        <Failsafe>
          {screen === 'models' ? (
            <ModelsScreen>
              <DownloadsList />
            </ModelsScreen>
          ) : screen === 'privacy' ? (
            <PrivacyScreen />
          ) : screen !== 'chat' ? (
            <InstrumentScreen instrument={screen} model={chosen.model} />
          ) : (
            <ConversationScreen
              conversationId={conversationId}
              model={chosen.model}
              hasModels={chosen.models.length > 0}
            />
          )}
        </Failsafe>
      </main>
      {hasInspectorColumn ? (
        <aside
          aria-label={t('inspector')}
          className="relative max-w-[50vw] flex-none border-l border-line"
          style={{ width: settings.inspectorWidthPx }}
        >
          <Resizer widthPx={settings.inspectorWidthPx} />
          <div className="h-full overflow-hidden">
            <Failsafe>{inspector}</Failsafe>
          </div>
        </aside>
      ) : null}
      <Sheet
        side="left"
        title={t('sidebar')}
        isOpen={!hasSidebarColumn && isSidebarSheetOpen}
        onClose={() => useView.setState({ isSidebarSheetOpen: false })}
      >
        {sidebar}
      </Sheet>
      <Sheet
        side="right"
        title={t('inspector')}
        isOpen={isInspectorSheet && isInspectorSheetOpen}
        onClose={() => useView.setState({ isInspectorSheetOpen: false })}
      >
        {inspector}
      </Sheet>
      <Dialogs commands={commands} chosen={chosen} />
    </div>
  );
}

type DialogsProps = {
  readonly commands: ReturnType<typeof useCommands>;
  readonly chosen: ChosenModel;
};

function Dialogs({ commands, chosen }: DialogsProps): ReactNode {
  const dialog = useView((view) => view.dialog);
  const helpKeys = useInspectionKeys();
  const { data: conversation } = useConversation(useView(shownConversationId));
  return (
    <>
      <CommandPalette
        isOpen={dialog === 'palette'}
        commands={commands}
        onChooseModel={chosen.choose}
        onClose={closeDialog}
      />
      <KeysDialog isOpen={dialog === 'keys'} onClose={closeDialog} />
      <SettingsDialog isOpen={dialog === 'settings'} onClose={closeDialog}>
        <NetworkSection />
        <MoveSection />
        <BackupsSection />
      </SettingsDialog>
      <HelpDialog isOpen={dialog === 'help'} onClose={closeDialog} keys={helpKeys} />
      <ConversationSettingsDialog
        conversation={conversation ?? null}
        model={chosen.models.find(({ id }) => id === conversation?.modelId) ?? chosen.model}
        isOpen={dialog === 'conversationSettings'}
        onClose={closeDialog}
      />
      <BranchesDialog
        conversation={conversation ?? null}
        isOpen={dialog === 'branches'}
        onClose={closeDialog}
      />
      <PresetsDialog isOpen={dialog === 'presets'} onClose={closeDialog} />
      <OrganiseDialogs />
      <PromptDialog isOpen={dialog === 'prompt'} onClose={closeDialog} />
      <MoveDialog isOpen={dialog === 'move'} onClose={closeDialog} />
      <PrintSheet />
      <TransferDialog />
      <DocumentDialog />
      <DropConversations />
    </>
  );
}

/** A token that is chosen in the text opens the inspector. */
function useFollowSelection(): void {
  useEffect(() => {
    return tokenSelection.subscribe(() => {
      if (tokenSelection.get() !== null) showInspector();
    });
  }, []);
}
