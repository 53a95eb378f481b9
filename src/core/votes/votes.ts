/**
 * Blind votes: asks two models, keeps which of them is A, shows the names with the vote. Runs in the core. Writing the
 * answers is left to comparisons; what a page may know is round-view.ts.
 */
import type { Comparison, NewLane } from '#contract/comparisons.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ComparisonId } from '#contract/ids.ts';
import type { VoteChoice, VoteRating, VoteRound, VoteSummary } from '#contract/votes.ts';
import type { Notices } from '../app/notices.ts';
import type { ComparisonsService } from '../comparisons/comparisons.ts';
import type { LaneRecord } from '../db/comparisons.ts';
import type { Store } from '../db/store.ts';
import type { VoteRecord, VoteSide } from '../db/votes.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { rateVotes } from './rate-votes.ts';
import { replyOf, summariseRound, viewRound } from './round-view.ts';

export type VotesContext = {
  readonly store: Store;
  readonly comparisons: Pick<
    ComparisonsService,
    'create' | 'get' | 'stop' | 'resume' | 'moveLane' | 'delete' | 'restore'
  >;
  readonly library: Pick<ModelLibrary, 'get'>;
  readonly notices: Notices;
  readonly now: () => number;
  /** A coin: whether the first lane is A. */
  readonly draw: () => boolean;
};

export type VotesService = {
  list(): VoteSummary[];
  /** @throws vote.sameModel, model.notFound */
  begin(folder: string, lanes: readonly NewLane[], question: string): VoteRound;
  /** @throws vote.notFound, as all that follow; model.notFound */
  next(id: ComparisonId, question: string): VoteRound;
  get(id: ComparisonId): VoteRound;
  /** @throws vote.notReady, vote.alreadyGiven */
  vote(id: ComparisonId, choice: VoteChoice): VoteRound;
  /** @throws vote.notTakenBack */
  takeBack(id: ComparisonId): VoteRound;
  stop(id: ComparisonId): void;
  resume(id: ComparisonId): VoteRound;
  delete(id: ComparisonId): void;
  restore(id: ComparisonId): void;
  /** @param folder null: over all */
  ratings(folder: string | null): Promise<VoteRating[]>;
};

export function createVotes(context: VotesContext): VotesService {
  return new Votes(context);
}

class Votes implements VotesService {
  readonly #context: VotesContext;

  constructor(context: VotesContext) {
    this.#context = context;
  }

  list: VotesService['list'] = () => this.#context.store.votes.list().map(summariseRound);

  begin: VotesService['begin'] = (folder, lanes, question) => {
    const { comparisons, library } = this.#context;
    // The list of models shows who is at work: the order in which they write must say nothing, of this round nor of others.
    const inOrder = lanes.toSorted((left, right) => (left.modelId < right.modelId ? -1 : 1));
    const modelIds = lanes.map(({ modelId }) => modelId);
    if (new Set(modelIds).size < lanes.length) throw new PrismeError('vote.sameModel');
    // Before anything is stored: a model that is not there would only be found out by its failure.
    for (const modelId of modelIds) library.get(modelId);
    const { id } = comparisons.create(inOrder, {
      text: question,
      remember: (comparisonId) => this.#remember(comparisonId, folder),
    });
    return this.get(id);
  };

  next: VotesService['next'] = (id, question) => {
    const { store } = this.#context;
    const { folder, a, b } = this.#present(id);
    const lanes = [a, b].map(({ laneId, modelId }) => {
      const lane = store.conversations.find(laneId);
      if (lane === null) throw new PrismeError('vote.notFound');
      const { template, systemPrompt, settings } = lane;
      return { modelId, template, systemPrompt, settings };
    });
    return this.begin(folder, lanes, question);
  };

  get: VotesService['get'] = (id) => this.#view(this.#present(id));

  vote: VotesService['vote'] = (id, choice) => {
    const { store, now } = this.#context;
    const record = this.#present(id);
    if (record.vote !== null) throw new PrismeError('vote.alreadyGiven');
    if (this.#view(record).state.kind !== 'ready') throw new PrismeError('vote.notReady');
    const nowMs = now();
    store.transaction(() => {
      const isFirst = record.revealedAtMs === null;
      store.votes.update({
        ...record,
        vote: { choice, votedAtMs: nowMs },
        revealedAtMs: record.revealedAtMs ?? nowMs,
        a: isFirst ? this.#answered(record.a) : record.a,
        b: isFirst ? this.#answered(record.b) : record.b,
      });
      // Lanes were in an order that says nothing of the sides; from now on lane A is side A.
      if (isFirst) this.#context.comparisons.moveLane(id, record.a.laneId, 0);
    });
    return this.#told(id);
  };

  takeBack: VotesService['takeBack'] = (id) => {
    const record = this.#present(id);
    if (record.vote === null || record.isTakenBack) throw new PrismeError('vote.notTakenBack');
    this.#update({ ...record, vote: null, isTakenBack: true });
    return this.#told(id);
  };

  stop: VotesService['stop'] = (id) => {
    this.#hidden(id);
    this.#context.comparisons.stop(id, null);
  };

  resume: VotesService['resume'] = (id) => {
    this.#hidden(id);
    const { comparisons } = this.#context;
    for (const { conversationId, state } of comparisons.get(id).lanes)
      if (state.kind === 'stopped' || state.kind === 'failed') comparisons.resume(id, conversationId);
    return this.get(id);
  };

  delete: VotesService['delete'] = (id) => {
    const { store, now, comparisons } = this.#context;
    const record = this.#present(id);
    store.transaction(() => {
      store.votes.update({ ...record, deletedAtMs: now() });
      if (record.revealedAtMs === null) comparisons.delete(id);
    });
    this.#tell(id);
  };

  restore: VotesService['restore'] = (id) => {
    const { store, comparisons } = this.#context;
    const record = store.votes.find(id);
    if (record === null) throw new PrismeError('vote.notFound');
    if (record.deletedAtMs === null) return;
    this.#update({ ...record, deletedAtMs: null });
    if (record.revealedAtMs === null) comparisons.restore(id);
    this.#tell(id);
  };

  ratings: VotesService['ratings'] = (folder) => {
    const all = this.#context.store.votes.list();
    return rateVotes(folder === null ? all : all.filter((vote) => vote.folder === folder));
  };

  /** Inside the transaction that makes the comparison: there is no moment at which its names could be read. */
  #remember(comparisonId: ComparisonId, folder: string): void {
    const { store, now, draw } = this.#context;
    const [first, second] = store.comparisons.lanes(comparisonId).map((lane) => this.#side(lane));
    if (first === undefined || second === undefined) throw new PrismeError('comparison.laneNotFound');
    const [a, b] = draw() ? [first, second] : [second, first];
    store.votes.insert({
      ...{ comparisonId, folder, a, b },
      createdAtMs: now(),
      vote: null,
      revealedAtMs: null,
      isTakenBack: false,
      deletedAtMs: null,
    });
  }

  #side({ conversationId }: LaneRecord): VoteSide {
    const { store, library } = this.#context;
    const modelId = store.conversations.find(conversationId)?.modelId ?? null;
    if (modelId === null) throw new PrismeError('model.noneChosen');
    const { name, quantisation } = library.get(modelId);
    const modelName = [name, quantisation].filter(Boolean).join(' ');
    return { laneId: conversationId, modelId, modelName, replyId: null };
  }

  #answered(side: VoteSide): VoteSide {
    return { ...side, replyId: replyOf(this.#context.store, side.laneId) };
  }

  #view(record: VoteRecord): VoteRound {
    return viewRound(this.#context.store, record, this.#comparison(record));
  }

  /** Once the names were shown the comparison goes its own way: it may be changed or deleted, and the vote stays. */
  #comparison({ comparisonId, revealedAtMs }: VoteRecord): Comparison | null {
    return revealedAtMs === null ? this.#context.comparisons.get(comparisonId) : null;
  }

  #present(id: ComparisonId): VoteRecord {
    const record = this.#context.store.votes.find(id);
    if (record === null || record.deletedAtMs !== null) throw new PrismeError('vote.notFound');
    return record;
  }

  /** Of a comparison that everybody may see, stopping and going on are requests of its own. */
  #hidden(id: ComparisonId): void {
    if (this.#present(id).revealedAtMs !== null) throw new PrismeError('vote.notFound');
  }

  #update(record: VoteRecord): void {
    const { store } = this.#context;
    store.transaction(() => store.votes.update(record));
  }

  #told(id: ComparisonId): VoteRound {
    this.#tell(id);
    return this.get(id);
  }

  #tell(comparisonId: ComparisonId): void {
    this.#context.notices.publish({ kind: 'comparisonChanged', comparisonId });
  }
}
