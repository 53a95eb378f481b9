/**
 * A reply of 5,000 tokens: how long it takes to open, and the longest frame while it is scrolled from its beginning to
 * its end, with the heat map on against off.
 */
import { type Opening, scrollFrames, watchOpening } from '../page-frames.ts';
import { type BenchRow, summarise } from '../ratio.ts';
import { type AppForBench, withApp, withSeededApp } from '../running-app.ts';
import { bytesPerToken, seedLongReply } from '../seed-long-reply.ts';

const tokens = 5_000;
const veryLong = 20_000;
const repeats = 5;
const question = 'Write a very long story about light.';
const writingTimeout = 600_000;

type Figures = Opening & { readonly longestFrameMs: number };

export async function* benchLongReply(modelPath: string): AsyncGenerator<BenchRow> {
  yield* await withApp(modelPath, async (app) => {
    await app.chat.configure({ preset: 'Balanced', seed: 3, longestReply: tokens, isEndless: true });
    await app.chat.submit(question);
    await app.page.locator('article[aria-busy="true"]').waitFor();
    await app.page
      .locator('article[aria-busy="true"]')
      .waitFor({ state: 'detached', timeout: writingTimeout });
    return rowsOf(tokens, await compare(app, question));
  });
}

/** The same for replies of 5,000 and 20,000 tokens that no model had to write, and what their traces take on disk. */
export async function* benchSeededReplies(modelPath: string): AsyncGenerator<BenchRow> {
  for (const length of [tokens, veryLong]) {
    const title = `A reply of ${length} tokens`;
    yield* await withSeededApp(
      modelPath,
      (dataDir) => seedLongReply(dataDir, length, title),
      async (app) => rowsOf(length, await compare(app, title)),
      (dataDir) => {
        const { steps, onDisk } = bytesPerToken(dataDir);
        process.stdout.write(
          `${onDisk.toFixed(0)} bytes a token on disk (aim ≤ 600), ${steps.toFixed(0)} of them steps, ${length} tokens\n`,
        );
      },
    );
  }
}

type Sides = { readonly on: readonly Figures[]; readonly off: readonly Figures[] };

async function compare(app: AppForBench, title: string): Promise<Sides> {
  const off: Figures[] = [];
  const on: Figures[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    off.push(await measure(app, title, 'Off'));
    on.push(await measure(app, title, 'Surprise'));
  }
  return { on, off };
}

function rowsOf(length: number, { on, off }: Sides): BenchRow[] {
  const row = (what: string, figure: keyof Figures, note: string): BenchRow => {
    const pick = (all: readonly Figures[]): number[] => all.map((figures) => figures[figure]);
    const lefts = pick(on);
    const rights = pick(off);
    return {
      what: `${what} of a reply of ${length} tokens, heat map on / off`,
      ratio: summarise(lefts.map((left, index) => left / (rights[index] ?? Number.NaN))),
      sides: `${summarise(lefts).median.toFixed(0)} / ${summarise(rights).median.toFixed(0)} ms (worst ${Math.max(...lefts).toFixed(0)} / ${Math.max(...rights).toFixed(0)} ms)${note}`,
      aim: null,
    };
  };
  return [
    row('opening', 'openMs', ', aim: heat map below 1,000 ms'),
    row('longest frame in the second after opening', 'longestOpeningFrameMs', ', aim: no frame over 50 ms'),
    row('longest frame while scrolling', 'longestFrameMs', ', aim: no frame over 50 ms'),
  ];
}

async function measure(
  { page, frame }: AppForBench,
  title: string,
  heatMap: 'Off' | 'Surprise',
): Promise<Figures> {
  await frame.startConversation();
  await frame.setHeatMap(heatMap);
  const row = page.getByRole('button', { name: title, exact: true });
  const opening = await watchOpening(
    page,
    () => row.click(),
    heatMap === 'Off' ? '.markdown-block' : '.markdown-block .token',
  );
  return { ...opening, longestFrameMs: await scrollFrames(page) };
}
