/**
 * What scoring costs: 1,000 tokens of a text with the given token's logit, the exact normaliser, its rank and the 64 most
 * probable tokens, against evaluating the same tokens: without any output, and with the outputs of every position.
 * Without a port, in this process: both sides call llama.cpp from the same files.
 */
import { openTestEngine, type TestEngine } from '../../fixtures/engine-in-process.ts';
import { type BenchRow, interleave } from '../ratio.ts';

const tokens = 1_000;
const contextTokens = 2_048;

/** Prose, so that as many tokens are outside the list as in what people score. Any text would do for the evaluation. */
const prose = [
  'The light that enters a prism leaves it as a band of colours, each bent by its own angle.',
  'A baker in the old town opened his shop at five, swept the step, and put the first loaves on the shelf.',
  'Nobody knew why the clock had stopped; the mayor asked for patience and the children climbed the tower to look.',
  'When the river rose in spring the ferry could not cross, and letters waited in a sack until the water fell.',
  'She counted the lamps along the quay twice, because the harbour master paid for each one that burned all night.',
];

export async function* benchScoring(
  modelPath: string,
  name: string,
  pairs: number,
  aims: { readonly plain: number | null; readonly outputs: number | null },
): AsyncGenerator<BenchRow> {
  const engine = await openTestEngine(modelPath, { contextTokens, batchTokens: 512, threads: 1 });
  try {
    const ids = scoredIds(engine);
    const score = () => timed(engine, async () => void (await engine.score([...ids], 64)));
    const plain = () => timed(engine, () => evaluate(engine, ids, false));
    const outputs = () => timed(engine, () => evaluate(engine, ids, true));
    for (const [what, against, atMost] of [
      ['evaluation', plain, aims.plain],
      ['evaluation with all outputs', outputs, aims.outputs],
    ] as const) {
      if (atMost === null) continue;
      const { ratio, left, right } = await interleave(pairs, score, against);
      yield {
        what: `scoring ${ids.length} tokens / ${what}, ${name}`,
        ratio,
        sides: `${left.toFixed(0)} / ${right.toFixed(0)} ms`,
        aim: { atMost },
      };
    }
  } finally {
    await engine.close();
  }
}

function scoredIds({ loaded }: TestEngine): readonly number[] {
  const ids: number[] = [];
  // Another order each time round: a text that repeats itself would hold no surprise.
  for (let round = 0; ids.length < tokens; round++)
    ids.push(...loaded.vocabulary.tokenize(` ${prose[(round * 3) % prose.length] ?? ''} (${round})`));
  return ids.slice(0, tokens);
}

/** Milliseconds, from an empty cache. */
async function timed(engine: TestEngine, work: () => Promise<void>): Promise<number> {
  await engine.forget();
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

async function evaluate(
  { loaded: { context, model } }: TestEngine,
  ids: readonly number[],
  withOutputs: boolean,
): Promise<void> {
  const batchTokens = withOutputs
    ? Math.floor((64 * 1024 * 1024) / (4 * model.vocabularySize))
    : context.context.batchSize;
  for (let start = 0; start < ids.length; start += batchTokens) {
    const batch = ids.slice(start, start + batchTokens);
    if (withOutputs) await context.probe.read(batch, [...batch.keys()]);
    else await context.probe.feed(batch);
  }
}
