/**
 * Years of conversations on the page: when the list of 10,000 is there, how long a conversation of 2,000 messages takes to
 * open and to scroll, and what the page holds after it was closed; each against a small one. Runs in the bench process.
 */
import { measurePageMemory } from '../../e2e/support/page-memory.ts';
import { fillDataFolder } from '../../fixtures/many-conversations.ts';
import { type Opening, scrollFrames, watchOpening } from '../page-frames.ts';
import { type BenchRow, summarise } from '../ratio.ts';
import { type AppForBench, withSeededApp } from '../running-app.ts';

const few = 10;
const many = 10_000;
const messagesEach = 10;
const longTitle = 'A long conversation';
const shortTitle = 'A short conversation';
const longMessages = 2_000;
const shortMessages = 20;
const repeats = 5;

const turns = [
  'What does a prism do with white light?',
  'It bends each colour by an angle of its own, so that **white** leaves as a fan:\n\n- violet bends most\n- red bends least\n\nNothing is added: the glass only sorts what was there.',
  'And a drop of water?',
  'The same, twice: once when the light enters and once when it leaves, with a reflection between. That is why the bow stands opposite the sun.',
];
const textOf = (_index: number, turn: number): string => turns[turn % turns.length] ?? '';

export async function* benchScale(modelPath: string): AsyncGenerator<BenchRow> {
  const lists = { few: await listFigures(modelPath, few), many: await listFigures(modelPath, many) };
  yield rowOf(
    `the list of ${many.toLocaleString('en')} conversations after the page begins / of ${few}`,
    lists.many,
    lists.few,
    'ms',
    1_000,
  );
  yield* await withSeededApp(modelPath, seedTwo, compareConversations, () => {});
}

function rowOf(what: string, lefts: number[], rights: number[], unit: string, most: number | null): BenchRow {
  const middle = (values: number[]): string => summarise(values).median.toFixed(0);
  return {
    what,
    ratio: summarise(lefts.map((left, index) => left / (rights[index] ?? Number.NaN))),
    sides: `${middle(lefts)} / ${middle(rights)} ${unit} (worst ${Math.max(...lefts).toFixed(0)})${most === null ? '' : `, aim ${most} ${unit}`}`,
    aim: null,
  };
}

/** Milliseconds from the beginning of the page to the first row of the list. */
async function listFigures(modelPath: string, conversations: number): Promise<number[]> {
  return withSeededApp(
    modelPath,
    (dataDir) => {
      const titleOf = (index: number): string => `Conversation ${index}`;
      fillDataFolder(dataDir, { conversations, messagesEach, startsAtMs: Date.now(), titleOf, textOf });
    },
    async ({ page }) => {
      const times: number[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        await page.reload();
        times.push(await page.evaluate(whenShown, '[data-conversation]'));
      }
      return times;
    },
    () => {},
  );
}

function whenShown(selector: string): Promise<number> {
  return new Promise((found) => {
    const look = (): void => {
      if (document.querySelector(selector)) found(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
}

function seedTwo(dataDir: string): void {
  for (const [title, messages] of [
    [shortTitle, shortMessages],
    [longTitle, longMessages],
  ] as const)
    fillDataFolder(dataDir, {
      conversations: 1,
      messagesEach: messages,
      startsAtMs: Date.now(),
      titleOf: () => title,
      textOf,
    });
}

/** The page keeps a conversation for as long as somebody may come back to it: `gcTime` in src/renderer/state/queries.ts. */
function untilForgotten({ page }: AppForBench): Promise<void> {
  return page.evaluate(() => new Promise((isOver) => setTimeout(isOver, 25_000)));
}

type Figures = Opening & { readonly scrollMs: number };

async function compareConversations(app: AppForBench): Promise<BenchRow[]> {
  const long: Figures[] = [];
  const short: Figures[] = [];
  await app.frame.startConversation();
  const before = await measurePageMemory(app.page);
  for (let repeat = 0; repeat < repeats; repeat++) {
    short.push(await measure(app, shortTitle));
    long.push(await measure(app, longTitle));
  }
  await app.frame.startConversation();
  await untilForgotten(app);
  const after = await measurePageMemory(app.page);
  const row = (what: string, figure: keyof Figures, most: number): BenchRow => {
    const pick = (all: readonly Figures[]): number[] => all.map((figures) => figures[figure]);
    return rowOf(`${what} ${longMessages} messages / ${shortMessages}`, pick(long), pick(short), 'ms', most);
  };
  return [
    row('opening', 'openMs', 500),
    row('longest frame in the second after opening', 'longestOpeningFrameMs', 50),
    row('longest frame while scrolling', 'scrollMs', 50),
    rowOf(
      'heap of the page after closing a conversation of 2,000 messages 5 times / before',
      [after.heapBytes / 1e6],
      [before.heapBytes / 1e6],
      'MB',
      null,
    ),
    rowOf('nodes of the page, the same', [after.nodes], [before.nodes], 'nodes', null),
  ];
}

async function measure({ page, frame }: AppForBench, title: string): Promise<Figures> {
  await frame.startConversation();
  const row = page.getByRole('button', { name: title, exact: true });
  const opening = await watchOpening(page, () => row.click(), 'main article');
  return { ...opening, scrollMs: await scrollFrames(page) };
}
