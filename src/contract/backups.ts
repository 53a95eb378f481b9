/**
 * Copies of the whole database, and the ways back to one. Portable. A backup is known by its name, which is not a path:
 * the core alone knows the folder. These requests are also answered while the database cannot be opened.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';

const procedure = oc.errors(errorMap);

export const backupNameSchema = z
  .string()
  .regex(/^prisme-v\d{4,9}-\d{8}T\d{9}Z\.db$/)
  .brand<'BackupName'>();
export type BackupName = z.infer<typeof backupNameSchema>;

export const backupSchema = z.object({
  name: backupNameSchema,
  /** When it was made, in milliseconds since 1970. */
  madeAtMs: z.number(),
  sizeBytes: z.number().min(0),
  /** Version of the database in it; an older one is brought up to date when it is restored. */
  version: z.int().min(0),
});
export type Backup = z.infer<typeof backupSchema>;

/** What could be read of a damaged database. */
export const salvageReportSchema = z.object({
  conversations: z.int().min(0),
  messages: z.int().min(0),
  traces: z.int().min(0),
  /** False: some of what was stored could not be read, or made no sense any more. */
  isComplete: z.boolean(),
});
export type SalvageReport = z.infer<typeof salvageReportSchema>;

export const backupsContract = {
  /** The newest first. */
  list: procedure.input(z.object({})).output(z.array(backupSchema)),
  /** Makes one now. */
  create: procedure.input(z.object({})).output(backupSchema),
  /**
   * Puts a backup in the place of the database, which is set aside and kept. The core closes after the answer and opens
   * again on the restored database: every page gets a new connection.
   */
  restore: procedure.input(z.object({ name: backupNameSchema })).output(z.object({})),
  /**
   * Opens the core again on the ways out of a damaged database. Answered only after the database was found damaged while
   * it was open (`StartupReport.isDamaged`).
   */
  openRescue: procedure.input(z.object({})).output(z.object({})),
  /**
   * Puts a new database with everything that can be read of the damaged one in its place; the damaged one is set aside
   * and kept. Answered only while the database cannot be opened. The core opens again afterwards.
   */
  salvage: procedure.input(z.object({})).output(salvageReportSchema),
};
