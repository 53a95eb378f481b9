/**
 * `npm run test:gpu`: the model's work on this machine's graphics card, through the core and real engines, against the same
 * work on the processor. Its own process. Prints what it finds, as lines of JSON too where `--out` names a file; ends with 1
 * when something is wrong. Without a card it says so and ends with 0.
 *
 *   npm run test:gpu                       everything
 *   npm run test:gpu -- losing broken      only these checks
 *   npm run test:gpu -- --model x.gguf     with another model than SmolLM2
 */
import { appendFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { realModelPath } from '../fixtures/real-models.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { findCard } from './graphics/card.ts';
import * as checks from './graphics/checks.ts';
import { openCoreOnCard } from './graphics/core-on-card.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    model: { type: 'string' },
    seconds: { type: 'string', default: '120' },
  },
});
const limitMs = Number(values.seconds) * 1_000;
const { comparing, layers, caches, contexts, losing, broken, crowded, large } = checks;
const all = { comparing, losing, broken, contexts, layers, caches, large, crowded };

const startedAtMs = performance.now();
const failures: string[] = [];
function say(what: string, figures: unknown): void {
  const seconds = Number(((performance.now() - startedAtMs) / 1_000).toFixed(1));
  const line = JSON.stringify({ seconds, what, figures });
  if (values.out !== undefined) appendFileSync(values.out, `${line}\n`);
  process.stdout.write(`${line}\n`);
}
function fail(what: string): void {
  failures.push(what);
  say('FAILED', what);
}

const path = values.model ?? realModelPath('smolLm2');
const core = await openCoreOnCard();
const modelId = await core.addModel(path);
say('machine', { card: findCard(), processor: `${cpus().length} × ${cpus()[0]?.model}`, date: new Date() });
const { model } = await core.load(modelId, { contextTokens: 64, threads: 1 });
say('used', model.graphics);
if (model.graphics?.used === null && positionals.length === 0) {
  say('skipped', 'there is no graphics card that llama.cpp can use');
  await core.close();
  process.exit(0);
}

const needsLarge = positionals.length === 0 || positionals.some((name) => /large|crowded/.test(name));
const gigabyte = needsLarge
  ? writeTinyLlama({
      ...{ layers: 8, embedding: 1_536, heads: 12, kvHeads: 4, feedForward: 6_144, contextTokens: 8_192 },
      ...{ drawn: 1_000_003, seed: 1 },
    })
  : null;
const largeId = gigabyte === null ? null : await core.addModel(gigabyte.path);
for (const [name, check] of Object.entries(all)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const ended = new AbortController();
  const tooLong = setTimeout(limitMs, 'tooLong', { signal: ended.signal }).catch(() => 'ended');
  const done = check({ core, path, modelId, largeId, say, fail }).catch((error: unknown) =>
    fail(`${name}: ${error instanceof Error ? error.stack : String(error)}`),
  );
  const first = await Promise.race([done, tooLong]);
  ended.abort();
  if (first !== 'tooLong') continue;
  // It still works with the one core that there is: nothing else can be tried beside it.
  fail(`${name}: not done in ${values.seconds} s`);
  break;
}
await core.close();
if (gigabyte !== null) rmSync(gigabyte.folder, { recursive: true, force: true });
say('done', failures.length === 0 ? 'nothing is wrong' : failures);
process.exit(failures.length === 0 ? 0 : 1);
