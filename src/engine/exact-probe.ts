/**
 * Reads distributions with the exact normaliser, through node-llama-cpp's internals (see capture.ts for why and how).
 * Runs in the engine.
 */
import type { Internals } from './llama-internals.ts';
import {
  createNormaliserReader,
  createTopReader,
  readTopWithEnds,
  type Vocabulary,
} from './logit-readers.ts';
import type { Position, Probe } from './probe.ts';
import { rankedFrom } from './ranked-logits.ts';
import { createLaneReader } from './score-reader.ts';

const evaluationPriority = 5;
// Never used: every caller counts tokens before evaluating, so that no context shift can happen.
const contextShift = { size: 1, strategy: 'eraseBeginning' } as const;

/** The samplers live until `close`. */
export function createExactProbe(internals: Internals, vocabulary: Vocabulary): Probe {
  const { context, createSampler } = internals;
  const top = createTopReader(context, createSampler(), []);
  const lifted = createTopReader(context, createSampler(), vocabulary.endTokenIds);
  const normaliser = createNormaliserReader(context, createSampler(), createSampler());

  function positionAt(index: number): Position {
    return {
      top: async (count) => rankedFrom(await top.read(index, Math.min(count, vocabulary.vocabularySize))),
      topWithEnds: (count) => readTopWithEnds({ top, lifted, normaliser }, vocabulary, index, count),
      normaliser: (temperature, wantedIds) => normaliser.read(index, temperature, wantedIds),
    };
  }

  return {
    isLogZExact: true,
    async feed(tokens) {
      await decode(internals, tokens, []);
    },
    read: async (tokens, at) => (await decode(internals, tokens, at)).map(positionAt),
    openScoring(count) {
      const lanes = createLaneReader(context, createSampler, vocabulary, count);
      return {
        // Every position gets its logits, also those that nobody reads: how many do can move the last digits.
        read: async (tokens, targets, skip) =>
          await lanes.read(
            (await decode(internals, tokens, [...tokens.keys()])).slice(skip, skip + targets.length),
            targets,
          ),
        close: lanes.close,
      };
    },
    close() {
      for (const reader of [top, lifted, normaliser]) reader.close();
    },
  };
}

/** Evaluates, and answers the index of the logits of each wanted position. */
async function decode(
  { sequence }: Internals,
  tokens: readonly number[],
  at: readonly number[],
): Promise<number[]> {
  const flags: (true | undefined)[] = [];
  for (const index of at) flags[index] = true;
  const indexes = await sequence._decodeTokens(
    tokens,
    flags,
    evaluationPriority,
    sequence._tokenMeter,
    contextShift,
    (batchLogitIndex) => batchLogitIndex,
    sequence._takeIntervalCheckpointIfNeededAfterBatch,
  );
  return at.map((tokenIndex) => {
    const index = indexes[tokenIndex];
    if (index === undefined) throw new Error('node-llama-cpp gave no logits for a position that wanted them');
    return index;
  });
}
