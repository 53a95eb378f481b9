/**
 * V6: chat templates that mean harm, run by the engine's renderer and its worker threads, in this process.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { createTemplateRenderer } from '#engine/render-template.ts';
import { segmentsOf } from '#engine/template-segments.ts';
import { chatmlTemplate } from '../fixtures/tiny-llama.ts';
import { makeTemplate } from './make-template.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { Tally } from './tally.ts';

const variables = { bos_token: '<s>', eos_token: '</s>' };
const turns = [{ role: 'user', text: 'What is a prism?', messageId: null }] as const;
/** As render-template.ts bounds it, and what the marks of two renderings add. */
const longestText = 4 * 1024 * 1024 + 1_000;
const longestReason = 500;
/** At once: most of the time of a hostile template is waiting for its deadline. */
const triesAtOnce = 2;

/** "rendered", or why not. @throws Error when the answer is not bounded, or is no typed error */
async function render(source: string): Promise<'rendered' | 'refused' | 'cut off'> {
  const renderer = createTemplateRenderer(source, variables);
  try {
    const segments = await segmentsOf(turns, renderer);
    const length = segments.reduce((sum, { text }) => sum + text.length, 0);
    if (length > longestText) throw new Error(`a text of ${length} characters was let through`);
    return 'rendered';
  } catch (error) {
    if (!(error instanceof PrismeError) || error.code !== 'model.templateFailed') throw error;
    const reason = String(error.details['reason']);
    if (reason.length > longestReason) throw new Error('the reason is too long', { cause: error });
    return /ran longer|memory/.test(reason) ? 'cut off' : 'refused';
  } finally {
    renderer.close();
  }
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-templates-'));
  const canary = join(folder, 'canary');
  const failures: string[] = [];
  const outcomes = new Tally();
  let slowestMs = 0;
  const tryOne = async (random: Random, name: string): Promise<void> => {
    const { what, source } = makeTemplate(random, canary);
    const startedAtMs = performance.now();
    try {
      outcomes.add(await render(source));
    } catch (error) {
      failures.push(`${name} (${what}: ${source.slice(0, 80)}): ${String(error)}`);
    }
    slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
    if (existsSync(canary)) failures.push(`${name} (${what}: ${source.slice(0, 200)}) wrote a file`);
    rmSync(canary, { force: true });
  };
  for (let start = 0; start < times; start += triesAtOnce) {
    const count = Math.min(triesAtOnce, times - start);
    const tries = Array.from({ length: count }, (_, offset) =>
      tryOne(random.fork(start + offset), `template ${start + offset}`),
    );
    await Promise.all(tries);
    // The next conversation with a sound model does not notice.
    const next = await render(chatmlTemplate).catch((error: unknown) => String(error));
    if (next !== 'rendered') failures.push(`a sound template after ${start + count}: ${next}`);
  }
  rmSync(folder, { recursive: true });
  if (Reflect.has({}, 'polluted')) failures.push('a prototype was changed');
  for (const expected of ['refused', 'cut off'])
    if (!outcomes.has(expected)) failures.push(`no template was ${expected}`);
  return {
    tried: times,
    failures,
    figures: { outcomes: String(outcomes), slowest: `${(slowestMs / 1_000).toFixed(1)} s` },
  };
}

export const hostileTemplates: Suite = {
  id: 'V6',
  promise:
    'a hostile chat template gives a bounded text or a typed error, touches nothing, and the next conversation works',
  needs: 'nothing',
  times: { short: 20, long: 200 },
  run,
};
