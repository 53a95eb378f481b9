/**
 * What leaves this machine, what listens on it, where the data lies, and how to be rid of all of it. Portable.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { egressAttemptSchema, listeningSocketSchema, mostAttempts } from './egress.ts';
import { errorMap } from './errors.ts';

const procedure = oc.errors(errorMap);

/** `models`: model files that were copied or put into the data folder. */
export const dataKinds = ['database', 'backups', 'logs', 'models', 'other'] as const;
export const dataPartSchema = z.object({
  kind: z.enum(dataKinds),
  bytes: z.number().min(0),
  files: z.int().min(0),
});
export type DataPart = z.infer<typeof dataPartSchema>;

export const dataFolderSchema = z.object({
  /** To be read by a person; a page never names it to the core. */
  path: z.string().max(4_096),
  /** One for each kind, in the order of `dataKinds`. */
  parts: z.array(dataPartSchema).max(dataKinds.length),
});

export const privacyReportSchema = z.object({
  /** When this core started to watch. */
  sinceMs: z.number().min(0),
  attemptCount: z.int().min(0),
  refusedCount: z.int().min(0),
  /** The latest ones, oldest first. */
  attempts: z.array(egressAttemptSchema).max(mostAttempts),
  listening: z.array(listeningSocketSchema).max(1_000),
  /** Null until it has been measured for the first time. */
  data: dataFolderSchema.nullable(),
  /** Folders that are looked through for model files. */
  modelDirs: z.array(z.string().max(4_096)).max(1_000),
});
export type PrivacyReport = z.infer<typeof privacyReportSchema>;

export const privacyContract = {
  /** The report now, and again whenever it has changed. Ends when the core closes. */
  watch: procedure.input(z.object({})).output(eventIterator(privacyReportSchema)),
  /**
   * Deletes conversations, traces, backups, settings and logs for good and starts afresh. When this answers the decision
   * is on disk; the connection then ends, and the next one is to an empty Prisme. Model files that a page uploaded go, too;
   * all others stay where they are.
   */
  deleteEverything: procedure.input(z.object({ isConfirmed: z.literal(true) })).output(z.object({})),
};
