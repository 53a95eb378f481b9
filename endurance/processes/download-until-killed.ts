/**
 * A process for the suites: a core on a data folder that downloads a model from the hub at an address, or goes on with it.
 * Tells what became of it, and ends. Its arguments: data folder, model folder, address of the hub, revision.
 */
import { createCore } from '#core/create-core.ts';
import { coreOptions } from '#core/testing/core-options.ts';
import { call } from '@orpc/server';

const [dataDir = '', modelDir = '', hubUrl = '', revision = ''] = process.argv.slice(2);
const tuning = { waitsMs: [5, 10, 20, 40, 80], leastRangeBytes: 256 * 1024, tickMs: 20, idleMs: 1_000 };
const core = await createCore({ ...coreOptions(dataDir), modelDirs: [modelDir], downloadTuning: tuning });
await call(core.router.settings.update, { hubUrl });
if (core.downloads.list().length === 0) await core.downloads.start('local/hub', revision, ['model.gguf']);

const timer = setInterval(() => {
  const state = core.downloads.list()[0]?.state;
  if (state?.kind !== 'complete' && state?.kind !== 'failed') return;
  clearInterval(timer);
  void core.close().then(() => {
    process.send?.({ kind: state.kind, code: state.kind === 'failed' ? state.error.code : null });
    process.disconnect();
  });
}, 10);
process.on('disconnect', () => process.exit(0));
