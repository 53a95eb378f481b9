/**
 * A reply that is written at the end of a long conversation against one at the end of a short one: tokens a second that
 * the page shows, and the longest frame meanwhile. What the model reads is cut to the same context in both, so that only the
 * page differs. Runs in the bench process.
 */
import { ModelsPage } from '../../e2e/pages/models-page.ts';
import { fillDataFolder } from '../../fixtures/many-conversations.ts';
import { watchFrames, watchReplyText } from '../page-frames.ts';
import { type BenchRow, percentile, summarise } from '../ratio.ts';
import { type AppForBench, withSeededApp } from '../running-app.ts';

const contextTokens = 512;
const tokens = 192;
const pairs = 6;
const conversations = { long: 2_000, short: 60 };

export function benchScaleStreaming(modelPath: string): Promise<BenchRow[]> {
  return withSeededApp(modelPath, seed, compare, () => {});
}

const titleOf = (messages: number): string => `A conversation of ${messages} messages`;

function seed(dataDir: string): void {
  for (const messages of Object.values(conversations))
    fillDataFolder(dataDir, {
      ...{ conversations: 1, messagesEach: messages, startsAtMs: Date.now(), contextStrategy: 'dropOldest' },
      titleOf: () => titleOf(messages),
      textOf: (_index, turn) =>
        turn % 2 === 0
          ? 'And a drop of water?'
          : 'The same, twice: once when the **light** enters and once when it leaves.',
    });
}

type Side = { readonly tokensPerSecond: number; readonly longestFrameMs: number };

async function compare(app: AppForBench): Promise<BenchRow[]> {
  const models = new ModelsPage(app.page);
  await models.open();
  await models.setContext(models.model(/SmolLM2/i), contextTokens);
  await app.frame.startConversation();
  for (const messages of Object.values(conversations)) {
    await app.frame.open(titleOf(messages));
    await app.chat.configure({ preset: 'Balanced', seed: 5, longestReply: tokens, isEndless: true });
    await app.chat.ask('Tell me a long story about a prism.');
  }
  const long: Side[] = [];
  const short: Side[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    short.push(await write(app, conversations.short));
    long.push(await write(app, conversations.long));
  }
  const row = (what: string, unit: string, figure: keyof Side, aim: BenchRow['aim']): BenchRow => {
    const [lefts, rights] = [long, short].map((sides) => sides.map((side) => side[figure]));
    if (lefts === undefined || rights === undefined) throw new Error('unreachable');
    return {
      what: `${what} at the end of ${conversations.long} messages / of ${conversations.short}`,
      ratio: summarise(lefts.map((left, index) => left / (rights[index] ?? Number.NaN))),
      sides: `${percentile(lefts, 0.5).toFixed(1)} / ${percentile(rights, 0.5).toFixed(1)} ${unit}`,
      aim,
    };
  };
  return [
    row('tokens on the page', 'tokens/s', 'tokensPerSecond', { atLeast: 0.95 }),
    row('longest frame while a reply is written', 'ms', 'longestFrameMs', null),
  ];
}

async function write({ page, chat, frame }: AppForBench, messages: number): Promise<Side> {
  await frame.open(titleOf(messages));
  const text = await watchReplyText(page);
  const frames = await watchFrames(page);
  await chat.regenerateAndWait();
  const { longestMs } = await frames.stop();
  return { tokensPerSecond: ((tokens - 1) * 1_000) / (await text.elapsedMs()), longestFrameMs: longestMs };
}
