/**
 * What a migration is. Runs in the core.
 */
import type { Database } from '../open.ts';

/**
 * One step of the schema. A released migration never changes again; a new one gets the next number, by tens.
 * `up` runs inside a transaction that migrate.ts opens and commits.
 */
export type Migration = {
  readonly number: number;
  /** Kebab case, as in the file name. */
  readonly name: string;
  readonly up: (database: Database) => void;
};
