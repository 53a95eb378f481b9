/**
 * What the app costs: tokens a second that reach the page (engine, core, database, WebSocket, React, paint) against
 * those of the bare engine with the same prompt, seed and settings.
 */
import { samplerPresets } from '#contract/sampler.ts';
import { type BareEngine, startBareEngine } from '../bare-engine.ts';
import { watchReplyText } from '../page-frames.ts';
import { type BenchRow, interleave } from '../ratio.ts';
import { type AppForBench, withApp } from '../running-app.ts';

const question = 'Tell me a long story about a prism.';
const tokens = 512;
const seed = 7;
/** <|endoftext|> and <|im_end|> of SmolLM2, taken away as the app's settings do it: every block has the same length. */
const endTokenIds = [0, 2];

export function benchApp(modelPath: string, pairs: number): Promise<BenchRow> {
  return withApp(modelPath, async (app) => {
    await app.chat.configure({ preset: 'Balanced', seed, longestReply: tokens, isEndless: true });
    await app.chat.ask(question);
    const engine = await startBareEngine(modelPath, 8_192, 1);
    try {
      const { ratio, left, right } = await interleave(
        pairs,
        () => speedOnThePage(app),
        () => speedOfTheEngine(engine),
      );
      return {
        what: `tokens on the page / from the bare engine, ${tokens} tokens a reply`,
        ratio,
        sides: `${left.toFixed(1)} / ${right.toFixed(1)} tokens/s`,
        aim: { atLeast: 0.95 },
      };
    } finally {
      await engine.close();
    }
  });
}

/** Between the first and the last change of the text that the reader sees. */
async function speedOnThePage({ page, chat }: AppForBench): Promise<number> {
  const text = await watchReplyText(page);
  await chat.regenerateAndWait();
  const elapsedMs = await text.elapsedMs();
  return ((tokens - 1) * 1_000) / elapsedMs;
}

/** Between the first and the last chunk that this process receives. */
async function speedOfTheEngine({ client }: BareEngine): Promise<number> {
  const { tokenIds } = await client.render({
    kind: 'chat',
    turns: [{ role: 'user', text: question, messageId: null }],
  });
  const settings = {
    ...samplerPresets.balanced,
    maxTokens: tokens,
    logitBias: endTokenIds.map((tokenId) => ({ tokenId, bias: -100 })),
  };
  let firstMs = 0;
  let lastMs = 0;
  for await (const event of await client.generate({
    prompt: tokenIds,
    reply: [],
    forced: [],
    settings,
    seed,
    topN: 64,
    capture: true,
  })) {
    if (event.kind !== 'tokens') continue;
    lastMs = performance.now();
    if (firstMs === 0) firstMs = lastMs;
  }
  return ((tokens - 1) * 1_000) / (lastMs - firstMs);
}
