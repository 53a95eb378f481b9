/**
 * V7: documents that were damaged on purpose, given to the core's own reader, in processes of its own.
 */
import { PrismeError } from '#contract/errors.ts';
import { extractWithin, usualLimits } from '#core/documents/extract-document.ts';
import { type DocumentMutant, mutateDocument } from './mutate-document.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { Tally } from './tally.ts';

const triesAtOnce = 2;
/** Longer than usual: a loop is what is looked for, and not a busy machine. */
const limits = { ...usualLimits, readingMs: 60_000 };
/** Of the core, which only takes texts of a few hundred characters here. */
const mostGrowthBytes = 64 * 1024 * 1024;

/** "read", or the code of the typed error. @throws whatever is no typed error of a document */
async function verdictOf({ name, bytes }: DocumentMutant): Promise<string> {
  try {
    const { pages, isPaged, format } = await extractWithin({ name, bytes }, limits);
    if (isPaged !== (format === 'pdf') || (!isPaged && pages.length !== 1))
      throw new Error(`${pages.length} pages in ${format}`);
    if (pages.some((page) => page.includes('\0') || !page.isWellFormed()))
      throw new Error('a page is no text that can be stored');
    return 'read';
  } catch (error) {
    if (error instanceof PrismeError && error.code.startsWith('document.')) return error.code;
    throw error;
  }
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const failures: string[] = [];
  const verdicts = new Tally();
  const before = process.memoryUsage.rss();
  let slowestMs = 0;
  const tryOne = async (index: number): Promise<void> => {
    const mutant = mutateDocument(random.fork(index));
    const startedAtMs = performance.now();
    const verdict = await verdictOf(mutant).catch((error: unknown) => {
      failures.push(`mutant ${index} (${mutant.what}): ${String(error)}`);
      return 'untyped';
    });
    slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
    verdicts.add(verdict);
    // None of these is large: what takes that long has found a loop.
    if (verdict === 'document.timedOut') failures.push(`mutant ${index} (${mutant.what}) took too long`);
  };
  for (let start = 0; start < times; start += triesAtOnce)
    await Promise.all(
      Array.from({ length: Math.min(triesAtOnce, times - start) }, (_, offset) => tryOne(start + offset)),
    );
  const growthBytes = process.memoryUsage.rss() - before;
  if (growthBytes > mostGrowthBytes) failures.push(`the core grew by ${growthBytes} bytes`);
  // The damage reaches the readers, and does not only break the first bytes.
  for (const expected of ['read', 'document.damaged', 'document.noText'])
    if (!verdicts.has(expected)) failures.push(`no mutant was ${expected}`);
  return {
    tried: times,
    failures,
    figures: { verdicts: String(verdicts), slowest: `${(slowestMs / 1_000).toFixed(1)} s` },
  };
}

export const mutatedDocuments: Suite = {
  id: 'V7',
  promise:
    'a damaged PDF, Word or text file is read or refused with a typed error, in a process of its own, and the core goes on',
  needs: 'nothing',
  times: { short: 100, long: 1_000 },
  run,
};
