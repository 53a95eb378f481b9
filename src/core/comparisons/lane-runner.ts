/**
 * Runs the lanes that have something to write, one comparison at a time, the earliest asked first. Runs in the core. The
 * plan is made again after every wave from what is stored, so that it needs nothing of its own after a restart. What one
 * lane does is run-lane.ts.
 */
import type { ComparisonId, ConversationId, ModelId } from '#contract/ids.ts';
import { RunLoop } from '../app/run-loop.ts';
import type { ComparisonsContext, LanePhase, LanePhases } from './comparisons-context.ts';
import { type LanePlan, type LaneToPlan, planLanes } from './plan-lanes.ts';
import { type LaneRun, nextTurn, runLane } from './run-lane.ts';

export type LaneRunner = {
  /** There may be something to do. */
  wake(): void;
  phase(conversationId: ConversationId): LanePhase | null;
  /** The comparison that runs; null: none does. */
  readonly current: ComparisonId | null;
  /** Starts nothing any more. What is being written ends with the generation; resolves when all lanes have settled. */
  close(): Promise<void>;
  /** From now on `close` is expected: replies that end now go on at the next start. */
  prepareToClose(): void;
};

export function createLaneRunner(context: ComparisonsContext): LaneRunner {
  return new Runner(context);
}

class Runner implements LaneRunner {
  readonly #context: ComparisonsContext;
  readonly #phases = new Map<ConversationId, LanePhase>();
  #current: ComparisonId | null = null;
  readonly #loop: RunLoop<ComparisonId>;

  constructor(context: ComparisonsContext) {
    this.#context = context;
    this.#loop = new RunLoop({
      next: () => context.store.comparisons.unfinished()[0] ?? null,
      run: (comparisonId) => this.#runComparison(comparisonId),
      // The disk refuses: what is stored goes on when something is asked again, or at the next start.
      onFailure: (cause) =>
        context.log.error({ stack: String(cause) }, 'the lanes of a comparison could not go on'),
      onRest: () => this.#show(null),
    });
  }

  get current(): ComparisonId | null {
    return this.#current;
  }

  phase(conversationId: ConversationId): LanePhase | null {
    return this.#phases.get(conversationId) ?? null;
  }

  wake(): void {
    this.#loop.wake();
  }

  prepareToClose(): void {
    this.#loop.prepareToClose();
  }

  close(): Promise<void> {
    return this.#loop.close();
  }

  /** Wave after wave, until no lane of it has anything to write. */
  async #runComparison(comparisonId: ComparisonId): Promise<void> {
    this.#show(comparisonId);
    const alone = new Set<ModelId>();
    for (;;) {
      const lanes = this.#lanesOf(comparisonId);
      if (lanes.length === 0 || this.#loop.isClosing) return;
      const { library } = this.#context;
      const bytesOf = (modelId: ModelId): number => this.#bytesOf(modelId);
      const plan = planLanes(lanes, { bytesOf, alone }, library.capacity());
      this.#showPlan(comparisonId, lanes, plan);
      await this.#runWave(plan, alone);
    }
  }

  #lanesOf(comparisonId: ComparisonId): LaneToPlan[] {
    const { store } = this.#context;
    const isClosing = (): boolean => this.#loop.isClosing;
    return store.comparisons.lanes(comparisonId).flatMap(({ conversationId }) => {
      if (nextTurn({ store, isClosing }, conversationId) === null) return [];
      const modelId = store.conversations.find(conversationId)?.modelId ?? null;
      // Without a model it is its own first and only lane, and says what is missing.
      return [{ conversationId, modelId: modelId ?? ('' as ModelId) }];
    });
  }

  /** 0 for a model that is not there: loading it says so. */
  #bytesOf(modelId: ModelId): number {
    try {
      return this.#context.library.get(modelId).estimatedMemoryBytes;
    } catch {
      return 0;
    }
  }

  async #runWave({ now }: LanePlan, alone: Set<ModelId>): Promise<void> {
    const isTogether = now.length > 1;
    const { library, queue } = this.#context;
    const separate = isTogether
      ? await queue.idleTime.beside(() => library.keepTogether(now.map(({ modelId }) => modelId)))
      : null;
    const run: LaneRun = {
      ...this.#context,
      phases: this.#laneStates(),
      isClosing: () => this.#loop.isClosing,
      mayTryAlone: (modelId) => isTogether && !!alone.add(modelId),
    };
    try {
      await allSettled(
        now.map(async ({ lanes }) => {
          for (const { conversationId } of lanes) await runLane(run, conversationId);
        }),
      );
    } finally {
      await separate?.();
    }
  }

  #laneStates(): LanePhases {
    return {
      set: (comparisonId, conversationId, phase) => {
        if (phase === null) this.#phases.delete(conversationId);
        else this.#phases.set(conversationId, phase);
        this.#tell(comparisonId);
      },
    };
  }

  #showPlan(comparisonId: ComparisonId, lanes: readonly LaneToPlan[], { waiting }: LanePlan): void {
    this.#phases.clear();
    for (const { conversationId } of lanes)
      this.#phases.set(conversationId, { kind: 'waiting', reason: waiting.get(conversationId) ?? 'turn' });
    this.#tell(comparisonId);
  }

  #show(comparisonId: ComparisonId | null): void {
    const before = this.#current;
    this.#current = comparisonId;
    this.#phases.clear();
    if (before !== null) this.#tell(before);
    if (comparisonId !== null) this.#tell(comparisonId);
  }

  #tell(comparisonId: ComparisonId): void {
    this.#context.notices.publish({ kind: 'comparisonChanged', comparisonId });
  }
}

/** Waits for all, then fails as the first that failed: no lane is left running unseen. */
async function allSettled(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
