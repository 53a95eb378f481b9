/**
 * The whole core with real engine processes, for comparisons of real models. Used by tests of real models only.
 */
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Comparison } from '#contract/comparisons.ts';
import type { ComparisonId, ModelId } from '#contract/ids.ts';
import { createCore, type CoreOptions } from '#core/create-core.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { coreOptions } from '#core/testing/core-options.ts';

export type RealComparisons = Awaited<ReturnType<typeof openRealComparisons>>;

type Machine = Pick<CoreOptions, 'availableBytes' | 'mostThreads'>;

/** Opens a core on `dataDir` as the web shell does: it goes on with what was unfinished. A small context, no GPU. */
export async function openRealComparisons(dataDir: string, modelDirs: readonly string[], machine: Machine) {
  const entry = join(import.meta.dirname, '../../../engine/engine.ts');
  const core = await createCore({
    ...coreOptions(dataDir),
    ...machine,
    modelDirs,
    launchEngine: forkEngine({ entry, execArgv: ['--no-warnings'] }),
  });
  const client = createRouterClient(core.router);
  return {
    client,
    /** For a page behind a port. */
    router: core.router,
    close: () => core.close(),
    /** The model of a file, configured for a test. */
    findModel: async (path: string): Promise<ModelId> => {
      await client.models.rescan({});
      const model = (await client.models.list({})).models.find(({ fileName }) => path.endsWith(fileName));
      if (model === undefined) throw new Error('the model is in its folder');
      const loadSettings = { contextTokens: 512, threads: null, gpu: 'off' } as const;
      await client.models.configure({ modelId: model.id, loadSettings });
      return model.id;
    },
    /** Every state that the comparison was in until `isReached`, without repetitions. */
    watch: async (comparisonId: ComparisonId, isReached: (comparison: Comparison) => boolean) => {
      const aborter = new AbortController();
      const told = await client.app.notices({}, { signal: aborter.signal });
      const seen: Comparison[] = [];
      try {
        for (;;) {
          const comparison = await client.comparisons.get({ comparisonId });
          seen.push(comparison);
          if (isReached(comparison)) return seen;
          if ((await told.next()).done === true) throw new Error('the core has closed');
        }
      } finally {
        aborter.abort();
      }
    },
  };
}
