/**
 * A process for the suites: the core behind the web server, with the built engine and real models, until it is killed or
 * its channel ends. Tells its parent its address, each engine that it starts and whatever it logs as an error; asked for
 * its memory, it collects its garbage first. Its arguments: the data folder, the folder of the models.
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import type { PageFiles } from '#core/shells/page-files.ts';
import { createCore } from '#core/create-core.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { coreOptions, silentLog } from '#core/testing/core-options.ts';
import { startWebServer } from '../../src/web/web-server.ts';
import type { CoreSays } from '../served-core.ts';

const [, , dataDir = '', modelsDir = ''] = process.argv;
const tell = (says: CoreSays): void => void process.send?.(says);

/** Nobody looks at a page here. */
const files: PageFiles = new Map();

process.on('disconnect', () => process.exit(0));
const launch = forkEngine({ entry: join(import.meta.dirname, '../../out/main/engine.js') });
const core = await createCore({
  ...coreOptions(dataDir),
  modelDirs: [modelsDir],
  log: {
    ...silentLog,
    error: (fields, message) => tell({ kind: 'error', text: `${message} ${JSON.stringify(fields)}` }),
  },
  launchEngine: async () => {
    const engine = await launch();
    tell({ kind: 'engine', pid: engine.pid ?? -1 });
    return engine;
  },
});
const server = await startWebServer({ core, files, dataDir, ports: [0] });
flushCompileCache();

process.on('message', (message) => {
  if (message === 'close') void close();
  else measure();
});
tell({ kind: 'open', port: server.port, address: server.newAddress() });

/** Once more for what the first round has only made reachable by nobody. */
function measure(): void {
  for (let round = 0; round < 2; round++) global.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  tell({ kind: 'memory', heapBytes: heapUsed + external, residentBytes: rss });
}

async function close(): Promise<void> {
  await server.close();
  await core.close();
  process.disconnect();
}
