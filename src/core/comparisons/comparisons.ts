/**
 * Comparisons: list, create, change their lanes, give them prompts, stop and go on. Runs in the core. Puts on disk what is
 * to be done; lane-runner.ts does it.
 */
import type { Comparison, ComparisonSummary, NewLane } from '#contract/comparisons.ts';
import { mostLanes, mostTurns } from '#contract/comparisons.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import type { ComparisonRecord, LaneRecord } from '../db/comparisons.ts';
import { isAtWork, summariseComparison, viewComparison } from './comparison-view.ts';
import type { ComparisonsContext } from './comparisons-context.ts';
import { insertLane } from './insert-lane.ts';
import { renewedLane } from './lane-progress.ts';
import { createLaneRunner } from './lane-runner.ts';
import { takeLaneOut } from './take-out.ts';

export type ComparisonsService = {
  list(): ComparisonSummary[];
  /** @param first a prompt that it begins with, on disk at once */
  create(lanes: readonly NewLane[], first?: FirstPrompt): Comparison;
  /** @throws comparison.notFound, as all that follow */
  get(id: ComparisonId): Comparison;
  update(id: ComparisonId, changes: { title?: string | undefined; draft?: string | undefined }): void;
  delete(id: ComparisonId): void;
  restore(id: ComparisonId): void;
  /** @throws comparison.full */
  addLane(id: ComparisonId, lane: NewLane): Comparison;
  /** @throws comparison.laneNotFound */
  removeLane(id: ComparisonId, conversationId: ConversationId): Comparison;
  /** @throws comparison.laneNotFound */
  moveLane(id: ComparisonId, conversationId: ConversationId, to: number): Comparison;
  /** @throws comparison.full */
  send(id: ComparisonId, text: string): Comparison;
  /** @throws comparison.laneNotFound */
  stop(id: ComparisonId, conversationId: ConversationId | null): void;
  /** @throws comparison.laneNotFound */
  resume(id: ComparisonId, conversationId: ConversationId): Comparison;
  /** @throws comparison.laneNotFound, message.stillStreaming */
  takeOut(id: ComparisonId, conversationId: ConversationId): ConversationId;
  /** Goes on with what an earlier run of the core left unfinished. */
  resumeUnfinished(): void;
  /** To be called before replies are stopped for closing: lanes go on at the next start. */
  prepareToClose(): void;
  /** Resolves when no lane is at work any more. */
  close(): Promise<void>;
};

export type FirstPrompt = {
  readonly text: string;
  /** Runs inside the transaction that puts the comparison on disk, behind it. */
  readonly remember: (id: ComparisonId) => void;
};

export function createComparisons(context: ComparisonsContext): ComparisonsService {
  return new Comparisons(context);
}

class Comparisons implements ComparisonsService {
  readonly #context: ComparisonsContext;
  readonly #runner: ReturnType<typeof createLaneRunner>;

  constructor(context: ComparisonsContext) {
    this.#context = context;
    this.#runner = createLaneRunner(context);
  }

  list: ComparisonsService['list'] = () => {
    const { comparisons } = this.#context.store;
    const unfinished = new Set(comparisons.unfinished());
    return comparisons
      .list()
      .map((head) => summariseComparison(head, unfinished.has(head.id) || this.#runner.current === head.id));
  };

  create: ComparisonsService['create'] = (lanes, first) => {
    const { store, newId, now } = this.#context;
    const nowMs = now();
    const comparison: ComparisonRecord = {
      id: newId() as ComparisonId, // newId gives UUIDs, which is all that the brand says
      title: '',
      draft: '',
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      deletedAtMs: null,
    };
    store.transaction(() => {
      store.comparisons.insert(comparison);
      for (const [position, lane] of lanes.entries())
        insertLane(this.#context, comparison.id, position, lane);
      if (first === undefined) return;
      store.comparisons.insertTurn({
        id: newId(),
        comparisonId: comparison.id,
        position: 0,
        text: first.text,
      });
      first.remember(comparison.id);
    });
    if (first !== undefined) this.#runner.wake();
    return this.#told(comparison.id);
  };

  get: ComparisonsService['get'] = (id) =>
    viewComparison(this.#context.store, this.#runner, this.#present(id));

  update: ComparisonsService['update'] = (id, { title, draft }) => {
    const { store } = this.#context;
    const comparison = this.#present(id);
    store.transaction(() =>
      store.comparisons.update({
        ...comparison,
        title: title ?? comparison.title,
        draft: draft ?? comparison.draft,
      }),
    );
    // A draft is saved at every pause in typing; no other page needs to hear of it.
    if (title !== undefined) this.#tell(id);
  };

  delete: ComparisonsService['delete'] = (id) => {
    const { store, now } = this.#context;
    const comparison = this.#present(id);
    const deletedAtMs = now();
    const lanes = store.comparisons.lanes(id);
    store.transaction(() => {
      store.comparisons.update({ ...comparison, deletedAtMs });
      for (const { conversationId } of lanes) this.#bin(conversationId, deletedAtMs);
    });
    this.#stopWriting(lanes);
    this.#tell(id);
  };

  restore: ComparisonsService['restore'] = (id) => {
    const { store } = this.#context;
    const comparison = store.comparisons.find(id);
    if (comparison === null) throw new PrismeError('comparison.notFound');
    store.transaction(() => {
      store.comparisons.update({ ...comparison, deletedAtMs: null });
      // A lane that was removed before stays removed.
      for (const { conversationId } of store.comparisons.allLanes(id))
        if (store.conversations.find(conversationId)?.deletedAtMs === comparison.deletedAtMs)
          this.#bin(conversationId, null);
    });
    this.#tell(id);
    this.#runner.wake();
  };

  addLane: ComparisonsService['addLane'] = (id, lane) => {
    const { store } = this.#context;
    this.#present(id);
    if (store.comparisons.lanes(id).length >= mostLanes)
      throw new PrismeError('comparison.full', { mostLanes });
    const last = store.comparisons.allLanes(id).at(-1)?.position ?? -1;
    store.transaction(() => insertLane(this.#context, id, last + 1, lane));
    this.#runner.wake();
    return this.#told(id);
  };

  removeLane: ComparisonsService['removeLane'] = (id, conversationId) => {
    const lane = this.#lane(id, conversationId);
    this.#context.store.transaction(() => this.#bin(conversationId, this.#context.now()));
    this.#stopWriting([lane]);
    return this.#told(id);
  };

  moveLane: ComparisonsService['moveLane'] = (id, conversationId, to) => {
    const lane = this.#lane(id, conversationId);
    const { store } = this.#context;
    const others = store.comparisons.allLanes(id).filter((each) => each.conversationId !== conversationId);
    const shown = store.comparisons.lanes(id).filter((each) => each.conversationId !== conversationId);
    // Lanes in the bin keep their place among the others.
    const next = shown[to];
    const at =
      next === undefined
        ? others.length
        : others.findIndex((each) => each.conversationId === next.conversationId);
    store.transaction(() => {
      for (const [position, each] of others.toSpliced(at, 0, lane).entries())
        store.comparisons.updateLane({ ...each, position });
    });
    return this.#told(id);
  };

  send: ComparisonsService['send'] = (id, text) => {
    const { store, newId, now } = this.#context;
    const comparison = this.#present(id);
    const position = store.comparisons.turns(id).length;
    if (position >= mostTurns) throw new PrismeError('comparison.full', { mostTurns });
    store.transaction(() => {
      store.comparisons.insertTurn({ id: newId(), comparisonId: id, position, text });
      for (const lane of store.comparisons.lanes(id))
        if (lane.state !== 'waiting') store.comparisons.updateLane(renewedLane(lane));
      store.comparisons.update({ ...comparison, draft: '', updatedAtMs: now() });
    });
    this.#runner.wake();
    return this.#told(id);
  };

  stop: ComparisonsService['stop'] = (id, conversationId) => {
    this.#present(id);
    const { store } = this.#context;
    const lanes = conversationId === null ? store.comparisons.lanes(id) : [this.#lane(id, conversationId)];
    const turns = store.comparisons.turns(id).length;
    store.transaction(() => {
      for (const lane of lanes)
        if (lane.state === 'waiting' && lane.turnsDone < turns)
          store.comparisons.updateLane({ ...lane, state: 'stopped' });
    });
    this.#stopWriting(lanes);
    this.#tell(id);
  };

  resume: ComparisonsService['resume'] = (id, conversationId) => {
    const lane = this.#lane(id, conversationId);
    const { store } = this.#context;
    const state = this.get(id).lanes.find((each) => each.conversationId === conversationId)?.state;
    if (state !== undefined && isAtWork(state)) throw new PrismeError('message.stillStreaming');
    store.transaction(() => store.comparisons.updateLane(renewedLane(lane)));
    this.#runner.wake();
    return this.#told(id);
  };

  takeOut: ComparisonsService['takeOut'] = (id, conversationId) => {
    this.#lane(id, conversationId);
    return takeLaneOut(this.#context, id, conversationId);
  };

  resumeUnfinished: ComparisonsService['resumeUnfinished'] = () => this.#runner.wake();

  prepareToClose: ComparisonsService['prepareToClose'] = () => this.#runner.prepareToClose();

  close: ComparisonsService['close'] = () => this.#runner.close();

  #present(id: ComparisonId): ComparisonRecord {
    const comparison = this.#context.store.comparisons.find(id);
    if (comparison === null || comparison.deletedAtMs !== null) throw new PrismeError('comparison.notFound');
    return comparison;
  }

  #lane(id: ComparisonId, conversationId: ConversationId): LaneRecord {
    this.#present(id);
    const lane = this.#context.store.comparisons
      .lanes(id)
      .find((each) => each.conversationId === conversationId);
    if (lane === undefined) throw new PrismeError('comparison.laneNotFound');
    return lane;
  }

  #bin(conversationId: ConversationId, deletedAtMs: number | null): void {
    const { conversations } = this.#context.store;
    const conversation = conversations.find(conversationId);
    if (conversation !== null) conversations.update({ ...conversation, deletedAtMs });
  }

  #stopWriting(lanes: readonly LaneRecord[]): void {
    for (const { conversationId } of lanes) this.#context.generation.stopConversation(conversationId);
  }

  #told(id: ComparisonId): Comparison {
    this.#tell(id);
    return this.get(id);
  }

  #tell(comparisonId: ComparisonId): void {
    this.#context.notices.publish({ kind: 'comparisonChanged', comparisonId });
  }
}
