/**
 * A core on a data folder that downloads a model from the hub at an address, or goes on with it, until it is known what
 * became of it. Runs in the process that calls it: the suite's own, or one that is killed.
 */
import { call } from '@orpc/server';
import { createCore } from '#core/create-core.ts';
import { coreOptions } from '#core/testing/core-options.ts';

export type DownloadPlace = {
  readonly dataDir: string;
  readonly modelDir: string;
  readonly hubUrl: string;
  readonly revision: string;
};

/** `code` null: it is complete. */
export type DownloadEnd = { readonly kind: 'complete' | 'failed'; readonly code: string | null };

const tuning = { waitsMs: [5, 10, 20, 40, 80], leastRangeBytes: 256 * 1024, tickMs: 20, idleMs: 1_000 };

export async function downloadToItsEnd(place: DownloadPlace): Promise<DownloadEnd> {
  const { dataDir, modelDir, hubUrl, revision } = place;
  const core = await createCore({ ...coreOptions(dataDir), modelDirs: [modelDir], downloadTuning: tuning });
  try {
    await call(core.router.settings.update, { hubUrl });
    if (core.downloads.list().length === 0) await core.downloads.start('local/hub', revision, ['model.gguf']);
    return await new Promise((resolve) => {
      const timer = setInterval(() => {
        const state = core.downloads.list()[0]?.state;
        if (state?.kind !== 'complete' && state?.kind !== 'failed') return;
        clearInterval(timer);
        resolve({ kind: state.kind, code: state.kind === 'failed' ? state.error.code : null });
      }, 10);
    });
  } finally {
    await core.close();
  }
}
