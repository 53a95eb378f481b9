/**
 * What the app costs: tokens a second that reach the page (engine, core, database, WebSocket, React, paint) against
 * those of the bare engine with the same prompt, seed and settings.
 */
import type { Page } from '@playwright/test';
import { samplerPresets } from '#contract/sampler.ts';
import { type BareEngine, startBareEngine } from '../bare-engine.ts';
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
  await watchText(page);
  await chat.regenerateAndWait();
  const elapsedMs = await page.evaluate(() => {
    const { firstMs, lastMs } = (window as unknown as { benchText: { firstMs: number; lastMs: number } })
      .benchText;
    return lastMs - firstMs;
  });
  return ((tokens - 1) * 1_000) / elapsedMs;
}

/** Notes when the text of a reply changes for the first and for the last time after its beginning. */
function watchText(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen = { firstMs: 0, lastMs: 0, length: 0 };
    const holder = window as unknown as { benchText?: typeof seen; benchObserver?: MutationObserver };
    holder.benchText = seen;
    holder.benchObserver?.disconnect();
    holder.benchObserver = new MutationObserver(() => {
      const article = [...document.querySelectorAll('article')].at(-1);
      if (article?.getAttribute('aria-busy') !== 'true') return;
      const length = [...article.querySelectorAll('.markdown-block')].reduce(
        (sum, block) => sum + (block.textContent?.length ?? 0),
        0,
      );
      if (length === seen.length) return;
      seen.length = length;
      seen.lastMs = performance.now();
      if (seen.firstMs === 0 && length > 0) seen.firstMs = seen.lastMs;
    });
    holder.benchObserver.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
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
