/**
 * How long a search among a million messages takes, against reading every message for the same words. Runs in the bench
 * process, with a core's own search and no engine. The words are drawn as those of a language are: few are in every
 * message, most are rare.
 */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { databaseFileName } from '../../src/core/db/file-names.ts';
import { openDataFolder } from '../../src/core/db/open-data-folder.ts';
import { createStore } from '../../src/core/db/store.ts';
import { createSearch } from '../../src/core/search/search.ts';
import { removeFolder, temporaryFolder } from '../../e2e/support/folders.ts';
import { createRandom } from '../../endurance/random.ts';
import { fillDataFolder } from '../../fixtures/many-conversations.ts';
import { type BenchRow, percentile, summarise } from '../ratio.ts';

const messagesEach = 100;
const wordsKnown = 30_000;
const wordsEach = 40;
const queries = 900;
/** Reading everything takes seconds. */
const scans = 10;
const aimMs = 100;

export async function* benchSearch(conversations: number): AsyncGenerator<BenchRow> {
  const dataDir = temporaryFolder('search');
  const { next: random } = createRandom(8);
  const word = (): string => wordOf(Math.floor(wordsKnown ** random()) - 1);
  const text = (): string => Array.from({ length: wordsEach }, word).join(' ');
  try {
    fillDataFolder(dataDir, {
      conversations,
      messagesEach,
      startsAtMs: 0,
      titleOf: () => `${word()} ${word()}`,
      textOf: text,
    });
    const folder = openDataFolder({ dataDir, now: Date.now });
    const database = new DatabaseSync(join(dataDir, databaseFileName), { readOnly: true });
    try {
      const search = createSearch(createStore(folder.database));
      const scan = database.prepare('SELECT count(*) AS count FROM messages WHERE text LIKE ?');
      yield await compare(`among ${(conversations * messagesEach).toLocaleString('en')} messages`, word, {
        find: async (query) => void (await search.find(query, null)),
        readAll: async (query) => void scan.get(`%${query.replaceAll(/["-]/g, '')}%`),
      });
    } finally {
      database.close();
      folder.close();
    }
  } finally {
    removeFolder(dataDir);
  }
}

type Sides = Readonly<Record<'find' | 'readAll', (query: string) => Promise<void>>>;

async function compare(where: string, word: () => string, { find, readAll }: Sides): Promise<BenchRow> {
  const times: number[] = [];
  const ratios: number[] = [];
  const scanned: number[] = [];
  for (let index = 0; index < queries; index++) {
    const query = queryOf(index, word);
    const ms = await milliseconds(() => find(query));
    times.push(ms);
    if (index % (queries / scans) !== 0) continue;
    const scanMs = await milliseconds(() => readAll(query));
    scanned.push(scanMs);
    ratios.push(ms / scanMs);
  }
  const late = times.filter((ms) => ms > aimMs).length;
  return {
    what: `a search ${where} / reading all of them`,
    ratio: summarise(ratios),
    sides:
      `${percentile(times, 0.5).toFixed(1)} / ${percentile(scanned, 0.5).toFixed(0)} ms; of ${queries} queries 95 % within ` +
      `${percentile(times, 0.95).toFixed(0)} ms (aim ${aimMs}), ${late} above ${aimMs} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
    aim: null,
  };
}

const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'la',
  'me',
  'ni',
  'po',
  'ru',
  'sa',
  'te',
  'vi',
  'xo',
  'zu',
  'é',
];

/** One word for each number, of more syllables the rarer it is. */
function wordOf(index: number): string {
  const rest = Math.floor(index / syllables.length);
  const syllable = syllables[index % syllables.length] ?? '';
  return rest === 0 ? `${syllable}n` : syllable + wordOf(rest - 1);
}

/** What people type: a word as it grows, two words, a phrase, one without another. */
function queryOf(index: number, word: () => string): string {
  const forms = [
    () => word().slice(0, 3),
    word,
    () => `${word()} ${word()}`,
    () => `"${word()} ${word()}"`,
    () => `${word()} -${word()}`,
  ];
  return forms[index % forms.length]?.() ?? '';
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}
