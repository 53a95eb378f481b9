/**
 * `npm run test:endurance`: every suite in its long form, one after the other, and a table of what was tried. Its own
 * process. Rewrites the rows of the suites that ran in docs/reliability.md.
 *
 *   npm run test:endurance                        everything, with today's seed
 *   npm run test:endurance -- D1 D4 --seed 7      only these suites
 *   npm run test:endurance -- D1 --times 50       with another number of tries
 *   npm run test:endurance -- O1 --only chat      of the end-to-end specs only those with this in their name
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from './random.ts';
import { rowOf, withRow } from './report.ts';
import { suites } from './suites.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, times: { type: 'string' }, only: { type: 'string', multiple: true } },
});
const today = new Date().toISOString().slice(0, 10);
const seed = Number(values.seed ?? today.replaceAll('-', ''));
const docs = join(import.meta.dirname, '..', 'docs', 'reliability.md');
const machine = `${cpus().length} cores, ${process.platform}`;

const wanted = suites.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
if (wanted.length === 0) throw new Error(`there is no such suite: ${positionals.join(', ')}`);
let failed = 0;
for (const suite of wanted) {
  const startedAtMs = performance.now();
  const times = values.times === undefined ? suite.times.long : Number(values.times);
  const trial = { times, random: createRandom(seed), only: values.only ?? [] };
  const outcome = await (suite.runLong ?? suite.run)(trial);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const row = rowOf(suite, outcome, { seed, date: today, machine, seconds });
  process.stdout.write(`${row}\n`);
  for (const failure of outcome.failures.slice(0, 20)) process.stdout.write(`  ${suite.id}: ${failure}\n`);
  failed += outcome.failures.length;
  writeFileSync(docs, withRow(readFileSync(docs, 'utf8'), suite.id, row));
}
process.exitCode = failed === 0 ? 0 : 1;
