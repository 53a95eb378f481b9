/**
 * The list of models of a data folder that a window has open, as it is stored. Runs in the terminal shell's process.
 * Reads only: takes no lock, loads nothing, looks into no folder.
 */
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { Model } from '#contract/models.ts';
import type { Log } from '../app/log.ts';
import { databaseFileName } from '../db/file-names.ts';
import { openReadOnly } from '../db/open.ts';
import { createModelLibrary } from './create-model-library.ts';

/** @throws app.storageFailed, database.damaged */
export function readModels(dataDir: string, log: Log): Model[] {
  const database = openReadOnly(join(dataDir, databaseFileName));
  try {
    const library = createModelLibrary({
      database,
      modelDirs: [],
      launchEngine: () => Promise.reject(new PrismeError('engine.unavailable')),
      now: Date.now,
      log,
    });
    return library.list().models;
  } finally {
    database.close();
  }
}
