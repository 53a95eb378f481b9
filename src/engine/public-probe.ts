/**
 * The same readings as capture.ts through node-llama-cpp's public API alone. Runs in the engine, only when the
 * internals that capture.ts needs are not what it expects. The list of the most probable tokens is exact; there is no
 * normaliser over the whole vocabulary, so probabilities become bounds and the evaluation profile says so.
 */
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Normaliser, Position, Probe, RankedLogits, TargetReading } from './probe.ts';
import { rankAmong } from './ranked-logits.ts';

/** What is read with one evaluation: enough for every settings that cut the distribution. */
const defaultCount = 1_024;

/** A probe over the public API. `normaliser` answers null, and so does the rank of a token outside the list. */
export function createPublicProbe(sequence: LlamaContextSequence): Probe {
  async function read(tokens: readonly number[], at: readonly number[]): Promise<readonly Position[]> {
    const wanted = new Set(at);
    const end = sequence.nextTokenIndex + tokens.length;
    const input = tokens.map((token, index): ControlledEvaluateInputItem =>
      wanted.has(index) ? [tokenOf(token), { generateNext: truncatedLogits(defaultCount) }] : tokenOf(token),
    );
    const outputs = await sequence.controlledEvaluate(input);
    return at.map((index): Position => {
      const known = rankedFromMap(outputs[index]?.next.logits ?? new Map());
      const top = async (count: number): Promise<RankedLogits> =>
        count <= defaultCount ? firstOf(known, count) : await reread(index, count);
      return {
        top,
        topWithEnds: async (count) => ({ top: await top(count), endLogits: null }),
        normaliser: async () => null,
      };
    });

    // More than was read at first: only the last token can be evaluated once more without losing what follows it.
    async function reread(index: number, count: number): Promise<RankedLogits> {
      const token = tokens[index];
      if (token === undefined || index !== tokens.length - 1)
        throw new Error('only the last position can be read again');
      await sequence.eraseContextTokenRanges([{ start: end - 1, end }]);
      const [output] = await sequence.controlledEvaluate([
        [tokenOf(token), { generateNext: truncatedLogits(count) }],
      ]);
      return rankedFromMap(output?.next.logits ?? new Map());
    }
  }
  return {
    isLogZExact: false,
    feed: (tokens) => sequence.evaluateWithoutGeneratingNewTokens(tokens.map(tokenOf)),
    read,
    openScoring: (count) => ({
      async read(tokens, targets, skip) {
        const positions = await read(
          tokens,
          targets.map((_, place) => skip + place),
        );
        return await Promise.all(
          positions.map(async (position, place) => readingOf(await position.top(count), targets[place] ?? 0)),
        );
      },
      close() {},
    }),
    close() {},
  };
}

/** Without the normaliser: a logit and a rank for the tokens in the list only. */
function readingOf(top: RankedLogits, target: number): TargetReading {
  const logit = top.logits[top.ids.indexOf(target)] ?? null;
  const rank = logit === null ? null : rankAmong(top.logits, logit);
  return { top, endLogits: null, logZ: null, logit, rank };
}

/** One token's successors with an exact normaliser, the slow public way (it sorts the whole vocabulary). */
export async function publicReading(
  sequence: LlamaContextSequence,
  tokenId: number,
  count: number,
  wantedIds: readonly number[],
): Promise<RankedLogits & Normaliser> {
  const { tokens, includeTop } = { tokens: wantedIds.map(tokenOf), includeTop: count };
  const [output] = await sequence.controlledEvaluate([
    [
      tokenOf(tokenId),
      {
        generateNext: {
          logits: { filter: { tokens, includeTop } },
          totalLogitWeight: true,
          options: { temperature: 0 },
        },
      },
    ],
  ]);
  const logits = output?.next.logits ?? new Map<Token, number>();
  return {
    ...firstOf(rankedFromMap(logits), count),
    logZ: Math.log(output?.next.totalLogitWeight ?? Number.NaN),
    wanted: Float32Array.from(tokens, (token) => logits.get(token) ?? Number.NaN),
  };
}

function truncatedLogits(count: number): {
  logits: true;
  options: { temperature: number; topK: number; topP: number; minP: number };
} {
  return { logits: true, options: { temperature: 1, topK: count, topP: 1, minP: 0 } };
}

function firstOf(ranked: RankedLogits, count: number): RankedLogits {
  return { ids: ranked.ids.subarray(0, count), logits: ranked.logits.subarray(0, count) };
}

function rankedFromMap(logits: ReadonlyMap<Token, number>): RankedLogits {
  const entries = [...logits].sort(([leftId, left], [rightId, right]) => right - left || leftId - rightId);
  return {
    ids: Uint32Array.from(entries, ([id]) => id),
    logits: Float32Array.from(entries, ([, logit]) => logit),
  };
}

/** `Token` is a number with a brand that only node-llama-cpp can give; every id here is one of its vocabulary. */
function tokenOf(id: number): Token {
  return id as Token;
}
