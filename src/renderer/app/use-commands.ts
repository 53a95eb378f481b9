/**
 * What each command does, and whether it can be done now. Page. The keys, the palette and the menus all run these.
 */
import { useTranslation } from 'react-i18next';
import type { Conversation, ConversationSummary, Message } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import type { Settings } from '#contract/settings.ts';
import { core } from '../client.ts';
import { chooseTraceFile } from '../components/exporting/import-trace.ts';
import { attempt, updateSettings } from '../state/actions.ts';
import { useDeleteConversation } from '../state/delete-conversation.ts';
import { openInstrument } from '../state/instruments.ts';
import { shownInOrder } from '../state/list-order.ts';
import { openFolderChoice, openTagsDialog, showList } from '../state/list-view.ts';
import { openMove } from '../state/moving.ts';
import { newConversation, openConversation } from '../state/open-conversation.ts';
import { openPrompts } from '../state/prompts.ts';
import { quote, selectedPassage } from '../state/quotes.ts';
import { openReplyBeginning } from '../state/reply-beginning.ts';
import { queryClient, queryKeys } from '../state/queries.ts';
import { useTitles } from '../state/titles.ts';
import { showToast } from '../state/toasts.ts';
import { useOrganise } from '../state/use-organise.ts';
import { focusComposer, openDialog, openHub, openPrivacy, useView } from '../state/view.ts';
import { toggleInspector, toggleSidebar } from './panels.ts';
import type { CommandId } from './shortcuts.ts';

export type Commands = Readonly<Record<CommandId, () => void>>;

function openConversationData(): Conversation | undefined {
  return queryClient.getQueryData<Conversation>(queryKeys.conversation(useView.getState().conversationId));
}

/** The last reply of the branch on screen. */
function lastReply(): Message | undefined {
  const conversation = openConversationData();
  const leaf = conversation?.messages.find(({ id }) => id === conversation.leafId);
  return leaf?.role === 'assistant' ? leaf : undefined;
}

function step(by: 1 | -1): void {
  const list = shownInOrder(
    queryClient.getQueryData<ConversationSummary[]>(queryKeys.conversations) ?? [],
    queryClient.getQueryData<Folder[]>(queryKeys.folders) ?? [],
  );
  const index = list.findIndex(({ id }) => id === useView.getState().conversationId);
  const next = list[Math.min(list.length - 1, Math.max(0, index + by))];
  if (next) openConversation(next.id);
}

function toggleHeatMap(): void {
  const settings = queryClient.getQueryData<Settings>(queryKeys.settings);
  updateSettings({ heatMap: settings?.heatMap === 'off' ? 'surprisal' : 'off' });
}

function stop(): void {
  const { screen, comparisonId } = useView.getState();
  if (screen === 'comparisons') {
    if (comparisonId !== null)
      void attempt(() => core.comparisons.stop({ comparisonId, conversationId: null }));
    return;
  }
  const reply = lastReply();
  if (reply?.state === 'streaming') void attempt(() => core.generation.stop({ replyId: reply.id }));
}

function regenerate(): void {
  const conversation = openConversationData();
  const reply = lastReply();
  if (!conversation || reply?.state !== 'complete') return;
  void attempt(() =>
    core.generation.regenerate({ conversationId: conversation.id, replyId: reply.id, overflow: 'asChosen' }),
  );
}

/** What stands in the column of conversations, which may have to be shown first. */
function inSidebar(
  selector: string,
  act: (element: HTMLElement) => void = (element) => element.focus(),
): void {
  const find = (): HTMLElement | null => document.querySelector<HTMLElement>(selector);
  const element = find();
  // At once where it can be: what is typed until the next frame would be lost.
  if (element) return act(element);
  toggleSidebar();
  requestAnimationFrame(() => {
    const shown = find();
    if (shown) act(shown);
  });
}

const lookCommands = {
  themeLight: () => updateSettings({ theme: 'light' }),
  themeDark: () => updateSettings({ theme: 'dark' }),
  themeSystem: () => updateSettings({ theme: 'system' }),
  languageEnglish: () => updateSettings({ language: 'en' }),
  languageFrench: () => updateSettings({ language: 'fr' }),
};

const instrumentCommands = {
  nextToken: () => openInstrument('nextToken'),
  scoring: () => openInstrument('scoring'),
  crossReading: () => openInstrument('crossReading'),
  choices: () => openInstrument('choices'),
  grids: () => openInstrument('grids'),
  tree: () => openInstrument('tree'),
  tokenizer: () => openInstrument('tokenizer'),
  playground: () => openInstrument('playground'),
  hesitations: () => openInstrument('hesitations'),
  comparisons: () => openInstrument('comparisons'),
};

/** Runs on the open conversation, if there is one. */
const withOpen = (act: (conversation: Conversation) => unknown) => (): void => {
  const conversation = openConversationData();
  if (conversation) act(conversation);
};

function useOrganiseCommands() {
  const { archive, newFolder, pin } = useOrganise();
  const { write } = useTitles();
  return {
    newTitle: withOpen((conversation) => conversation.leafId !== null && write(conversation)),
    pinConversation: withOpen(pin),
    archiveConversation: withOpen(archive),
    moveToFolder: withOpen(({ id }) => openFolderChoice(id)),
    tagConversation: withOpen(({ id }) => openTagsDialog(id)),
    newFolder: () => inSidebar('[data-list-menu]', () => void newFolder()),
    showAll: () => inSidebar('[data-list-menu]', () => showList('all')),
    showArchive: () => inSidebar('[data-list-menu]', () => showList('archive')),
    showBin: () => inSidebar('[data-list-menu]', () => showList('bin')),
  };
}

export function useCommands(): Commands {
  const { t } = useTranslation(['common', 'exporting']);
  const deleteConversation = useDeleteConversation();
  const organise = useOrganiseCommands();
  return {
    newChat: () => void newConversation(),
    palette: () => openDialog('palette'),
    keys: () => openDialog('keys'),
    search: () => inSidebar('[data-search]'),
    toggleSidebar,
    focusSidebar: () => inSidebar('[data-conversation][tabindex="0"]'),
    focusComposer: () => {
      useView.setState({ screen: 'chat' });
      focusComposer();
    },
    previousConversation: () => step(-1),
    nextConversation: () => step(1),
    toggleInspector,
    toggleHeatMap,
    stop,
    regenerate,
    copyReply: () => {
      const reply = lastReply();
      if (reply) void navigator.clipboard.writeText(reply.text).then(() => showToast(t('copied')));
    },
    quote: () => quote(selectedPassage()?.text ?? lastReply()?.text ?? ''),
    attach: () => {
      useView.setState({ screen: 'chat', dialog: 'none' });
      document.querySelector<HTMLElement>('[data-attach]')?.click();
    },
    replyBeginning: withOpen(({ id }) => openReplyBeginning(id)),
    conversationSettings: () => openDialog('conversationSettings'),
    branches: () => openDialog('branches'),
    ...organise,
    deleteConversation: withOpen(deleteConversation),
    models: () => useView.setState({ screen: 'models', dialog: 'none' }),
    hub: openHub,
    instruments: () => inSidebar('[data-instruments]', (element) => element.click()),
    ...instrumentCommands,
    importTrace: () => chooseTraceFile(t('exporting:importedPrefix')),
    move: () => openMove(),
    prompts: openPrompts,
    presets: () => openDialog('presets'),
    settings: () => openDialog('settings'),
    privacy: openPrivacy,
    help: () => openDialog('help'),
    ...lookCommands,
  };
}
