/**
 * The chain at one place as a table: a row a token, a column a stage that is on. Page, pure: no words, no rounding.
 */
import { stagesInOrder, type ChainOrder, type ChainStage } from '#probability/chain-state.ts';
import { sliceEnds } from '#probability/count-draws.ts';
import type { Interval } from '#probability/entropy.ts';
import type { LogitsRow } from '#probability/logits-row.ts';
import type { RecordedChain } from '#probability/sampler-chain.ts';
import type { SamplerSettings } from '#probability/sampler-settings.ts';
import { isStageOn } from '#probability/stage-is-on.ts';
import type { Snapshot, StageReport } from '#probability/stage-report.ts';

/**
 * A token after a stage. `removed`: by this very stage; `gone`: by an earlier one; `unknown`: it is outside what was
 * captured, among tokens that are still in.
 */
export type Cell =
  { readonly kind: 'in'; readonly probability: number } | { readonly kind: 'removed' | 'gone' | 'unknown' };

export type TokenRow = {
  readonly id: number;
  /** Raw, 0..1; an upper bound when the normaliser is not exact. */
  readonly raw: number;
  readonly cells: readonly Cell[];
  /** 0 when it was removed; null when it is not known. */
  readonly q: number | null;
  readonly removedBy: ChainStage | null;
  /** The part of [0, 1) in which a draw picks it; null when there is none. */
  readonly slice: { readonly from: number; readonly to: number } | null;
};

export type StageColumn = {
  readonly stage: ChainStage;
  readonly survivors: number;
  /** Share of what came in, 0..1. */
  readonly removedMass: number;
  readonly entropyBits: Interval;
  readonly isExact: boolean;
};

export type PlaygroundTable = {
  readonly columns: readonly StageColumn[];
  /** Stages that the settings leave off, in their order. */
  readonly off: readonly ChainStage[];
  readonly rows: readonly TokenRow[];
  /** Every token without a row of its own, together; `raw` is null when it is not known. */
  readonly others: {
    readonly count: number;
    readonly raw: number | null;
    readonly cells: readonly number[];
    readonly q: number;
  };
  readonly rawEntropyBits: Interval;
  readonly isRawExact: boolean;
};

export type TableChoices = {
  readonly settings: SamplerSettings;
  readonly order: ChainOrder;
  /** How many of the most probable tokens have a row. */
  readonly count: number;
  /** Tokens that have a row whatever their probability, with their raw logits. */
  readonly always: readonly { readonly id: number; readonly logit: number }[];
};

/** What a snapshot says about some tokens: NaN for those that are out. */
function pick({ ids, probabilities }: Pick<Snapshot, 'ids' | 'probabilities'>, places: Map<number, number>) {
  const picked = new Float64Array(places.size).fill(Number.NaN);
  for (let index = 0; index < ids.length; index++) {
    const place = places.get(ids[index] ?? -1);
    if (place !== undefined) picked[place] = probabilities[index] ?? 0;
  }
  return picked;
}

function cellsOf(
  place: number,
  isCaptured: boolean,
  columns: readonly StageReport[],
  picked: readonly Float64Array[],
): Cell[] {
  let isIn = true;
  return columns.map(({ after }, column): Cell => {
    if (!isIn) return { kind: 'gone' };
    const probability = picked[column]?.[place] ?? Number.NaN;
    if (!Number.isNaN(probability)) return { kind: 'in', probability };
    if (!isCaptured && after.tailCount > 0) return { kind: 'unknown' };
    isIn = false;
    return { kind: 'removed' };
  });
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) if (!Number.isNaN(value)) total += value;
  return total;
}

const rest = (shown: Iterable<number>): number => Math.max(0, 1 - sum(shown));

/** The tokens with a row: the most probable ones, then those that always have one. */
function shownTokens(row: LogitsRow, { count, always }: TableChoices) {
  const shown = Array.from(row.ids.subarray(0, count), (id, index) => ({
    id,
    logit: row.logits[index] ?? 0,
  }));
  for (const token of always) if (!shown.some(({ id }) => id === token.id)) shown.push(token);
  return shown;
}

export function playgroundTable(
  row: LogitsRow,
  chain: RecordedChain,
  choices: TableChoices,
): PlaygroundTable {
  const { settings, order } = choices;
  const reports = chain.stages.filter(({ stage }) => isStageOn(stage, settings));
  const shown = shownTokens(row, choices);
  const places = new Map(shown.map(({ id }, place) => [id, place]));
  const picked = reports.map(({ after }) => pick(after, places));
  const q = pick({ ids: chain.ids, probabilities: chain.q }, places);
  const ends = pick({ ids: chain.ids, probabilities: sliceEnds(chain.q) }, places);
  const captured = new Set(row.ids);
  const isRawExact = row.isLogZExact || row.ids.length >= row.vocabularySize;
  const rows = shown.map(({ id, logit }, place): TokenRow => {
    const isCaptured = captured.has(id);
    const cells = cellsOf(place, isCaptured, reports, picked);
    const removal = cells.findIndex(({ kind }) => kind === 'removed');
    const share = q[place] ?? Number.NaN;
    const to = ends[place] ?? Number.NaN;
    // Greedy draws the first survivor: it leaves the others without a chance, whichever stage is named.
    const isGone = removal >= 0 || isCaptured || chain.tailCount === 0;
    return {
      id,
      raw: Math.exp(Math.min(0, logit - row.maxLogit - row.logZ)),
      cells,
      q: Number.isNaN(share) ? (isGone ? 0 : null) : share,
      removedBy: reports[removal]?.stage ?? null,
      slice: Number.isNaN(share) ? null : { from: to - share, to },
    };
  });
  return {
    columns: reports.map(({ stage, survivors, removedMass, entropyAfterBits, isExact }) => ({
      stage,
      survivors,
      removedMass,
      entropyBits: entropyAfterBits,
      isExact,
    })),
    off: stagesInOrder(order).filter((stage) => !isStageOn(stage, settings)),
    rows,
    others: {
      count: row.vocabularySize - rows.length,
      raw: isRawExact ? rest(rows.map(({ raw }) => raw)) : null,
      cells: picked.map((column) => rest(column)),
      q: rest(q),
    },
    rawEntropyBits: chain.raw.entropyBits,
    isRawExact,
  };
}
