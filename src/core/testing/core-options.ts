/**
 * What a core is made with in a test: nothing around it, no engine, no words in a log. Used by tests only.
 */
import { randomUUID } from 'node:crypto';
import { PrismeError } from '#contract/errors.ts';
import type { Log } from '../app/log.ts';
import type { CoreOptions } from '../create-core.ts';

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** To be spread; whoever needs an engine, a log or another shell puts it behind. */
export function coreOptions(dataDir: string): CoreOptions {
  return {
    dataDir,
    modelDirs: [],
    shell: 'web',
    version: '0.0.0',
    launchEngine: () => Promise.reject(new PrismeError('engine.unavailable')),
    log: silentLog,
    now: Date.now,
    newId: randomUUID,
    chooseModelFile: null,
  };
}
