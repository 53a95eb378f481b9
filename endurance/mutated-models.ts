/**
 * V5: model files that were damaged on purpose, read by the core's own reader, in this process.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { identifyFile } from '#core/models/identify-file.ts';
import { createTinyLlama } from '../fixtures/tiny-llama.ts';
import { createMutator, type Mutant } from './mutate-gguf.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { Tally } from './tally.ts';

/** Of a file of a tenth of a megabyte; the header limit alone would allow 64 MB. */
const mostGrowthBytes = 256 * 1024 * 1024;

/** Mutants of two small models with different tokenisers. */
export function createMutants(): (random: Random) => Mutant {
  const shape = { layers: 1, embedding: 32, heads: 2, kvHeads: 1, feedForward: 32 } as const;
  const mutators = (['bpe', 'spm'] as const).map((tokenizer) =>
    createMutator(createTinyLlama({ ...shape, tokenizer }).file),
  );
  return (random) => random.pick(mutators)(random);
}

/** "sound", or the code of the typed error. @throws whatever is no typed error of a model */
async function verdictOf(path: string): Promise<string> {
  try {
    await identifyFile(path);
    return 'sound';
  } catch (error) {
    if (error instanceof PrismeError && error.code.startsWith('model.')) return error.code;
    throw error;
  }
}

/** The highest that the process has ever reached, in bytes. */
const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;

async function run({ times, random }: Trial): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-mutants-'));
  const path = join(folder, 'mutant.gguf');
  const mutate = createMutants();
  const failures: string[] = [];
  const verdicts = new Tally();
  const before = peakBytes();
  let slowestMs = 0;
  for (let index = 0; index < times; index++) {
    const { bytes, what } = mutate(random.fork(index));
    writeFileSync(path, bytes);
    const startedAtMs = performance.now();
    const verdict = await verdictOf(path).catch((error: unknown) => {
      failures.push(`mutant ${index} (${what}): ${String(error)}`);
      return 'untyped';
    });
    slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
    verdicts.add(verdict);
  }
  rmSync(folder, { recursive: true });
  const growthBytes = peakBytes() - before;
  if (growthBytes > mostGrowthBytes) failures.push(`reading took ${growthBytes} bytes of memory`);
  // The damage reaches the checks, and does not only break the first bytes.
  for (const expected of ['sound', 'model.corrupt', 'model.truncated'])
    if (!verdicts.has(expected)) failures.push(`no mutant was ${expected}`);
  return {
    tried: times,
    failures,
    figures: {
      verdicts: String(verdicts),
      slowest: `${slowestMs.toFixed(0)} ms`,
      'growth of the peak memory': `${(growthBytes / 1e6).toFixed(0)} MB`,
    },
  };
}

export const mutatedModels: Suite = {
  id: 'V5',
  promise: 'a damaged model file is read or refused with a typed error, in bounded memory',
  needs: 'nothing',
  times: { short: 300, long: 3_000 },
  run,
};
