/**
 * What the page has read from the core, and how it is read again: one query for each list or thing, kept until a
 * notice of the core says that it changed. Runs in the page.
 */
import { QueryClient, notifyManager, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { AppStatus } from '#contract/app.ts';
import type { Backup } from '#contract/backups.ts';
import type { Comparison, ComparisonSummary } from '#contract/comparisons.ts';
import type { BinnedConversation, Conversation, ConversationSummary } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import type { GridSummary } from '#contract/grids.ts';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import type { Model, ModelMemory, RejectedFile } from '#contract/models.ts';
import type { Preset } from '#contract/presets.ts';
import type { Settings } from '#contract/settings.ts';
import { core } from '../client.ts';
import { toPageError } from '../core-error.ts';
import { keepingLines } from './conversation-lines.ts';
import { ownConversations, ownSettings, withOwnLoadSettings } from './own-changes.ts';

const mostRetries = 20;

// Before the event that caused the change is over: a radio button would stand at its old choice until the next task.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      // The core is on this machine: whether there is a network says nothing.
      networkMode: 'always',
      retry: (failures, error) => toPageError(error).code === 'page.connectionLost' && failures < mostRetries,
      retryDelay: 500,
    },
    mutations: { networkMode: 'always' },
  },
});

/** Thousands of messages are no small thing to keep for somebody who has gone on; reading them again takes a moment. */
queryClient.setQueryDefaults(['conversation'], { gcTime: 20_000 });

export const queryKeys = {
  status: ['status'] as const,
  backups: ['backups'] as const,
  settings: ['settings'] as const,
  models: ['models'] as const,
  /** What is known about model files, folders and the bin, by a second word. */
  modelFiles: ['modelFiles'] as const,
  modelMemory: ['modelMemory'] as const,
  downloads: ['downloads'] as const,
  comparisons: ['comparisons'] as const,
  comparison: (id: ComparisonId | null) => ['comparison', id] as const,
  votes: ['votes'] as const,
  grids: ['grids'] as const,
  conversations: ['conversations'] as const,
  /** What conversations are sorted into, by a second word: read again together. */
  lists: ['lists'] as const,
  folders: ['lists', 'folders'] as const,
  archived: ['lists', 'archived'] as const,
  bin: ['lists', 'bin'] as const,
  tags: ['lists', 'tags'] as const,
  prompts: ['prompts'] as const,
  presets: ['lists', 'presets'] as const,
  conversation: (id: ConversationId | null) => ['conversation', id] as const,
};

/** By id: what stands at another place in the list is the same all the same. */
function sharingLines(known: unknown, read: unknown): unknown {
  return known === undefined
    ? read
    : keepingLines(known as readonly ConversationSummary[], read as readonly ConversationSummary[]);
}

export type ModelList = { models: Model[]; rejected: RejectedFile[] };

export function useAppStatus(): UseQueryResult<AppStatus> {
  return useQuery({ queryKey: queryKeys.status, queryFn: () => core.app.status({}) });
}

/** The core makes them by itself too: read again whenever they come into view. */
export function useBackups(): UseQueryResult<Backup[]> {
  return useQuery({ queryKey: queryKeys.backups, queryFn: () => core.backups.list({}), staleTime: 0 });
}

export function useSettings(): UseQueryResult<Settings> {
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: async () => ownSettings.over('app', await core.settings.get({})),
  });
}

export function useModels(): UseQueryResult<ModelList> {
  return useQuery({
    queryKey: queryKeys.models,
    queryFn: async () => {
      const { models, rejected } = await core.models.list({});
      return { models: models.map(withOwnLoadSettings), rejected };
    },
  });
}

/** Changes without anybody saying so: read again every two seconds while it is looked at, and when a model comes or goes. */
export function useModelMemory(): UseQueryResult<ModelMemory> {
  return useQuery({
    queryKey: queryKeys.modelMemory,
    queryFn: () => core.models.memory({}),
    staleTime: 0,
    refetchInterval: 2_000,
  });
}

export function useConversations(): UseQueryResult<ConversationSummary[]> {
  return useQuery({
    queryKey: queryKeys.conversations,
    queryFn: () => core.conversations.list({}),
    structuralSharing: sharingLines,
  });
}

export function useArchivedConversations(): UseQueryResult<ConversationSummary[]> {
  return useQuery({ queryKey: queryKeys.archived, queryFn: () => core.conversations.listArchived({}) });
}

export function useConversationBin(): UseQueryResult<BinnedConversation[]> {
  return useQuery({ queryKey: queryKeys.bin, queryFn: () => core.conversations.listBin({}) });
}

export function useFolders(): UseQueryResult<Folder[]> {
  return useQuery({ queryKey: queryKeys.folders, queryFn: () => core.folders.list({}) });
}

export function usePresets(): UseQueryResult<Preset[]> {
  return useQuery({ queryKey: queryKeys.presets, queryFn: () => core.presets.list({}) });
}

export type TagCount = { tag: string; conversations: number };

export function useTags(): UseQueryResult<TagCount[]> {
  return useQuery({ queryKey: queryKeys.tags, queryFn: () => core.conversations.tags({}) });
}

export function useConversation(id: ConversationId | null): UseQueryResult<Conversation> {
  return useQuery({
    queryKey: queryKeys.conversation(id),
    queryFn: async () => {
      // `enabled` keeps this from running without an id.
      if (id === null) throw new Error('no conversation');
      return ownConversations.over(id, await core.conversations.get({ conversationId: id }));
    },
    enabled: id !== null,
  });
}

export function useComparisons(): UseQueryResult<ComparisonSummary[]> {
  return useQuery({ queryKey: queryKeys.comparisons, queryFn: () => core.comparisons.list({}) });
}

export function useComparison(id: ComparisonId | null): UseQueryResult<Comparison> {
  return useQuery({
    queryKey: queryKeys.comparison(id),
    queryFn: () => {
      // `enabled` keeps this from running without an id.
      if (id === null) throw new Error('no comparison');
      return core.comparisons.get({ comparisonId: id });
    },
    enabled: id !== null,
  });
}

/** Cells that are filled meanwhile are told to whoever is attached: how many are done is as old as the last change of state. */
export function useGrids(): UseQueryResult<GridSummary[]> {
  return useQuery({ queryKey: queryKeys.grids, queryFn: () => core.grids.list({}) });
}
