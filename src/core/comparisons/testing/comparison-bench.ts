/**
 * Comparisons for tests: a real database in a temporary folder, scripted models, real services. Used by tests only.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Comparison, LaneState, NewLane } from '#contract/comparisons.ts';
import type { ComparisonId, ConversationId, ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { createNotices } from '#core/app/notices.ts';
import { createConversations } from '#core/conversations/conversations.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import { createEngineQueue } from '#core/generation/engine-queue.ts';
import { createGeneration } from '#core/generation/generation.ts';
import { repairReplies } from '#core/generation/repair.ts';
import { makeTemporaryFolder } from '#core/generation/testing/generation-bench.ts';
import { createSettings } from '#core/settings/settings.ts';
import { copyAsKilled } from '#core/testing/copy-as-killed.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { createComparisons } from '../comparisons.ts';
import { createScriptedModels } from './scripted-models.ts';

export type ComparisonBench = ReturnType<typeof openComparisonBench>;

export const newLane = (modelId: ModelId, changes: Partial<NewLane> = {}): NewLane => ({
  modelId,
  template: 'model',
  systemPrompt: '',
  settings: { ...samplerPresets.greedy, seed: 7 },
  ...changes,
});

/** Opens the services on `dataDir` as the core does at its start, but goes on with nothing by itself. */
export function openComparisonBench(dataDir: string = makeTemporaryFolder()) {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const store = createStore(folder.database);
  repairReplies(store);
  const notices = createNotices();
  const models = createScriptedModels();
  const base = { store, notices, library: models.library, log: silentLog, now: Date.now, newId: randomUUID };
  const settings = createSettings(store, notices);
  const context = { ...base, settings, queue: createEngineQueue() };
  const generation = createGeneration(context);
  const comparisons = createComparisons({ ...context, generation });
  const conversations = createConversations({ ...context, generation });
  const end = async (): Promise<void> => {
    comparisons.prepareToClose();
    await generation.close();
    await comparisons.close();
    notices.close();
    folder.close();
  };
  return {
    ...{ dataDir, store, models, generation, comparisons, conversations },
    create: (...lanes: NewLane[]): Comparison => comparisons.create(lanes),
    /** Resolves as soon as the comparison is as `isReached` wants it. */
    until: (id: ComparisonId, isReached: (comparison: Comparison) => boolean) =>
      reached(() => comparisons.get(id), notices, isReached),
    /** What the lane's conversation says, from the first message on. */
    texts: (conversationId: ConversationId): string[] =>
      conversations.get(conversationId).messages.map(({ text }) => text),
    /** A copy of the folder as it is now, as a kill would leave it. */
    copyAsKilled: (): string => copyAsKilled(dataDir),
    /** An orderly end; the folder stays. */
    end,
    close: async (): Promise<void> => {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function reached(
  read: () => Comparison,
  notices: ReturnType<typeof createNotices>,
  isReached: (comparison: Comparison) => boolean,
): Promise<Comparison> {
  const aborter = new AbortController();
  const told = notices.subscribe(aborter.signal);
  try {
    for (let comparison = read(); ; comparison = read()) {
      if (isReached(comparison)) return comparison;
      if ((await told.next()).done === true) throw new Error('the core has closed');
    }
  } finally {
    aborter.abort();
  }
}

/** As in "writing waiting:cores failed:model.unreadable". */
export const statesOf = ({ lanes }: Comparison): string =>
  lanes.map(({ state }) => describeState(state)).join(' ');

function describeState(state: LaneState): string {
  if (state.kind === 'waiting') return `waiting:${state.reason}`;
  return state.kind === 'failed' ? `failed:${state.error.code}` : state.kind;
}

export const isOver = ({ isRunning }: Comparison): boolean => !isRunning;
