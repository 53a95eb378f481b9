/**
 * V5-engine: the damaged model files that the core's reader lets pass, loaded and asked by real engines.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCatalogue, PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { type CoreWithEngines, openCoreWithEngines } from './core-with-engines.ts';
import { createMutants } from './mutated-models.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { Tally } from './tally.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';

const contextTokens = 64;

/** The code of a typed error. @throws what is none */
function codeOf(error: unknown): string {
  if (error instanceof PrismeError && error.code in errorCatalogue && error.code !== 'app.internal')
    return error.code;
  throw error;
}

/** Renders, reads and writes a little: what a damaged vocabulary, template or weight would break. */
async function ask(engine: RunningEngine): Promise<string> {
  const turns = [{ role: 'user' as const, text: 'the shore', messageId: null }];
  const prompt = await engine
    .render({ kind: 'chat', turns })
    .catch(() => engine.render({ kind: 'raw', text: 'the shore' }));
  const events = engine.generate({
    prompt: prompt.tokenIds,
    reply: [],
    forced: [],
    settings: { ...samplerPresets.greedy, maxTokens: 4 },
    seed: 1,
    topN: 8,
    capture: true,
  });
  let last = '';
  for await (const event of events) last = event.kind;
  return last === 'end' ? 'answered' : 'no end';
}

/** "answered" or the code of the typed error. @throws what is no typed error */
async function tryModel({ library }: CoreWithEngines, modelId: ModelId): Promise<string> {
  try {
    return await ask(await library.load(modelId));
  } catch (error) {
    return codeOf(error);
  } finally {
    await library.unload(modelId);
    await library.remove(modelId);
  }
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-mutants-'));
  const mutate = createMutants();
  const core = await openCoreWithEngines();
  const failures: string[] = [];
  const verdicts = new Tally();
  let slowestMs = 0;
  let tried = 0;
  for (let index = 0; tried < times; index++) {
    const { bytes, what } = mutate(random.fork(index));
    const path = join(folder, `${index}.gguf`);
    writeFileSync(path, bytes);
    const modelId = await core.addModel(path, contextTokens).catch(() => null);
    if (modelId !== null) {
      tried += 1;
      const startedAtMs = performance.now();
      const verdict = await tryModel(core, modelId).catch((error: unknown) => {
        failures.push(`mutant ${index} (${what}): ${String(error)}`);
        return 'untyped';
      });
      slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
      verdicts.add(verdict);
    }
    rmSync(path, { force: true });
  }
  const left = core.engines.filter(({ exit }) => exit === null).length;
  if (left > 0) failures.push(`${left} engines were left behind`);
  // After all that, the same core works with a sound file.
  const sound = writeTinyLlama({ contextTokens: 512 });
  const verdict = await tryModel(core, await core.addModel(sound.path, contextTokens));
  if (verdict !== 'answered') failures.push(`a sound model afterwards: ${verdict}`);
  await core.close();
  for (const path of [folder, sound.folder]) rmSync(path, { recursive: true, force: true });
  return {
    tried,
    failures,
    figures: { verdicts: String(verdicts), slowest: `${(slowestMs / 1_000).toFixed(1)} s` },
  };
}

export const loadedMutants: Suite = {
  id: 'V5-engine',
  promise:
    'a damaged model file that passes the reader is answered with or refused by its engine with a typed error, and the core works on',
  needs: 'model',
  times: { short: 6, long: 580 },
  run,
};
