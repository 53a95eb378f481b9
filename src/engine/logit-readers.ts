/**
 * Chains of llama.cpp's samplers that read the logits of one position and choose nothing: the most probable tokens, the
 * normaliser, the end tokens. Runs in the engine. Each works on one position at a time.
 */
import type { AddonSampler, InternalContext, LogitFilter } from './llama-internals.ts';
import type { Normaliser, RankedLogits } from './probe.ts';
import { rankedFrom, wantedFrom } from './ranked-logits.ts';

/** Lifts end tokens to the front of a truncated list. f32 keeps 4 decimals of a logit beside it. */
const endTokenLift = 512;

export type Vocabulary = { readonly vocabularySize: number; readonly endTokenIds: readonly number[] };

type TopReaders = {
  readonly top: ReturnType<typeof createTopReader>;
  readonly lifted: ReturnType<typeof createTopReader>;
  readonly normaliser: ReturnType<typeof createNormaliserReader>;
};

/** See Position.topWithEnds. */
export async function readTopWithEnds(
  { top, lifted, normaliser }: TopReaders,
  { endTokenIds, vocabularySize }: Vocabulary,
  index: number,
  count: number,
): Promise<{ top: RankedLogits; endLogits: Float32Array | null }> {
  const readTop = async (): Promise<RankedLogits> =>
    rankedFrom(await top.read(index, Math.min(count, vocabularySize)));
  if (endTokenIds.length > 0 && count + endTokenIds.length <= vocabularySize)
    return await withExactHead(await lifted.read(index, count + endTokenIds.length), endTokenIds, readTop);
  const [list, { wanted }] = await Promise.all([readTop(), normaliser.read(index, 1, endTokenIds)]);
  return { top: list, endLogits: wanted };
}

/**
 * Takes a list that begins with the lifted end tokens apart. When an end token belongs into the list itself, the list
 * is read once more without the lift, so that every logit in it is exact.
 */
async function withExactHead(
  flat: readonly number[],
  endTokenIds: readonly number[],
  readTop: () => Promise<RankedLogits>,
): Promise<{ top: RankedLogits; endLogits: Float32Array | null }> {
  const ends = endTokenIds.length;
  const unlifted = flat
    .slice(0, 2 * ends)
    .map((value, place) => (place % 2 === 1 ? value - endTokenLift : value));
  const endLogits = wantedFrom(unlifted, endTokenIds);
  const top = rankedFrom(flat.slice(2 * ends));
  const lowest = top.logits.at(-1) ?? Number.NaN;
  // Also false when an end token is not at the front (a logit of −∞): then its logit is NaN.
  if (endLogits.every((logit) => logit < lowest - 1e-3)) return { top, endLogits };
  const exact = await readTop();
  return {
    top: exact,
    endLogits: endLogits.map(
      (logit, place) => exact.logits[exact.ids.indexOf(endTokenIds[place] ?? -1)] ?? logit,
    ),
  };
}

/** A chain that only truncates. Reconfigured when another number of tokens is wanted. */
export function createTopReader(
  context: InternalContext,
  sampler: AddonSampler,
  liftedIds: readonly number[],
) {
  const lift = {
    tokenBiasKeys: Uint32Array.from(liftedIds),
    tokenBiasValues: new Float32Array(liftedIds.length).fill(endTokenLift),
  };
  let configured = 0;
  return {
    async read(index: number, count: number): Promise<number[]> {
      if (count !== configured) {
        const truncation = { temperature: 1, topK: count, topP: 1, minP: 0, seed: 0 };
        sampler.applyConfig(liftedIds.length > 0 ? { ...truncation, ...lift } : truncation);
        configured = count;
      }
      const result = await context.sampleToken(
        index,
        sampler,
        false,
        false,
        [[], false, false, false, count],
        false,
      );
      return result[3] ?? [];
    },
    close: () => sampler.dispose(),
  };
}

/** Chains that truncate nothing and sort nothing. */
export function createNormaliserReader(
  context: InternalContext,
  greedy: AddonSampler,
  tempered: AddonSampler,
) {
  greedy.applyConfig({ temperature: 0 });
  return {
    async read(index: number, temperature: number, wantedIds: readonly number[]): Promise<Normaliser> {
      const isRaw = temperature === 1;
      if (!isRaw) tempered.applyConfig({ temperature, seed: 0 });
      const sampler = isRaw ? greedy : tempered;
      const wanted = isRaw ? wantedIds : [];
      const filter: LogitFilter | false = wanted.length > 0 ? [wanted, false, false, false, 0] : false;
      const result = await context.sampleToken(index, sampler, false, false, filter, true);
      return { logZ: Math.log(result[4] ?? Number.NaN), wanted: wantedFrom(result[3] ?? [], wanted) };
    },
    close() {
      greedy.dispose();
      tempered.dispose();
    },
  };
}
