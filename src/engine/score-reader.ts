/**
 * Reads what scoring wants at many positions of one batch: the list, the exact normaliser, the given token's logit and
 * its exact rank. Runs in the engine. Several positions are read at once, each by samplers of its own (a lane), because
 * one sampler works on one position at a time and reading takes longer than the rest of the work.
 */
import {
  createNormaliserReader,
  createTopReader,
  readTopWithEnds,
  type Vocabulary,
} from './logit-readers.ts';
import type { AddonSampler, InternalContext } from './llama-internals.ts';
import type { TargetReading } from './probe.ts';
import { rankAmong } from './ranked-logits.ts';

/** As many as libuv has threads by default: more would wait for each other. */
const lanes = 4;
/** How far below the token's logit the count begins: f32 rounding of the threshold must not lose the token itself. */
const rankMargin = 1e-4;
/** exp of less than this is no normal f32 number, and a threshold made of it would be wrong: nothing is cut then. */
const lowestExponent = -85;

export type LaneReader = {
  /** One reading for each index, for the target in the same place. */
  read(indexes: readonly number[], targets: readonly number[]): Promise<readonly TargetReading[]>;
  close(): void;
};

/** @param count how many of the most probable tokens to list */
export function createLaneReader(
  context: InternalContext,
  createSampler: () => AddonSampler,
  vocabulary: Vocabulary,
  count: number,
): LaneReader {
  const readers = Array.from({ length: lanes }, () => createLane(context, createSampler, vocabulary, count));
  return {
    async read(indexes, targets) {
      const readings: TargetReading[] = [];
      let next = 0;
      await Promise.all(
        readers.map(async (lane) => {
          while (next < indexes.length) {
            const place = next++;
            readings[place] = await lane.read(indexes[place] ?? 0, targets[place] ?? 0);
          }
        }),
      );
      return readings;
    },
    close() {
      for (const lane of readers) lane.close();
    },
  };
}

function createLane(
  context: InternalContext,
  createSampler: () => AddonSampler,
  vocabulary: Vocabulary,
  count: number,
) {
  const top = createTopReader(context, createSampler(), []);
  const lifted = createTopReader(context, createSampler(), vocabulary.endTokenIds);
  const normaliser = createNormaliserReader(context, createSampler(), createSampler());
  const rank = createRankReader(context, createSampler());
  const readers = [top, lifted, normaliser, rank];
  return {
    async read(index: number, target: number): Promise<TargetReading> {
      const { top: list, endLogits } = await readTopWithEnds(
        { top, lifted, normaliser },
        vocabulary,
        index,
        count,
      );
      const place = list.ids.indexOf(target);
      // Looking for one token in the pass costs a quarter more: only where the list does not have it.
      const whole = await normaliser.read(index, 1, place >= 0 ? [] : [target]);
      const logit = (place >= 0 ? list.logits[place] : whole.wanted[0]) ?? Number.NaN;
      const maxLogit = list.logits[0] ?? Number.NaN;
      return {
        top: list,
        endLogits,
        logZ: whole.logZ,
        logit,
        rank: place >= 0 ? rankAmong(list.logits, logit) : await rank.read(index, target, logit, maxLogit),
      };
    },
    close() {
      for (const reader of readers) reader.close();
    },
  };
}

/**
 * A chain that keeps what is at least as probable as the token (min-p, no sort of the rest) and lists it: its cost is one
 * pass over the vocabulary and the rank itself. Counted here and not there, so that rounding of the threshold adds list
 * entries and never moves a rank.
 */
function createRankReader(context: InternalContext, sampler: AddonSampler) {
  async function atLeast(index: number, minP: number): Promise<readonly number[]> {
    sampler.applyConfig({ temperature: 1, minP, seed: 0 });
    const result = await context.sampleToken(index, sampler, false, false, true, false);
    return result[3] ?? [];
  }
  return {
    /** Null when a logit is not a number. */
    async read(index: number, target: number, logit: number, maxLogit: number): Promise<number | null> {
      if (Number.isNaN(logit) || Number.isNaN(maxLogit)) return null;
      const exponent = logit - maxLogit - rankMargin;
      const kept = await atLeast(index, exponent < lowestExponent ? 0 : Math.exp(exponent));
      return rankIn(kept, target) ?? rankIn(await atLeast(index, 0), target);
    },
    close: () => sampler.dispose(),
  };
}

/** 1 + how many of the flat list id, logit, id, logit … are above the token; null when it is not among them. */
function rankIn(flat: readonly number[], tokenId: number): number | null {
  let logit: number | null = null;
  for (let place = 0; place < flat.length && logit === null; place += 2)
    if (flat[place] === tokenId) logit = flat[place + 1] ?? null;
  if (logit === null) return null;
  let higher = 0;
  for (let place = 1; place < flat.length; place += 2) if ((flat[place] ?? -Infinity) > logit) higher++;
  return higher + 1;
}
