/**
 * The app as a whole: what it is, what it found at start, and the notices that keep every page up to date. Portable.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { downloadListSchema } from './downloads.ts';
import { errorMap } from './errors.ts';
import { comparisonIdSchema, conversationIdSchema, gridIdSchema } from './ids.ts';
import { modelSchema } from './models.ts';
import { settingsSchema } from './settings.ts';

const procedure = oc.errors(errorMap);

/** What the checks of a start found and did. Shown in words when anything was repaired; those of a large database go on. */
export const startupReportSchema = z.object({
  /** Replies that were being written when the last run ended; they are kept as interrupted. */
  interruptedReplies: z.int().min(0),
  /** The backup made before a migration; null when none was needed. */
  backupFileName: z.string().max(300).nullable(),
  /**
   * A database file that was put into a folder of its own below the data folder, and why. `replaced`: a backup or what
   * could be saved took its place. `changed`: it was not as Prisme left it, so that parts may be damaged; Prisme goes on
   * with it and this is a copy from before.
   */
  setAside: z.object({ reason: z.enum(['replaced', 'changed']), folder: z.string().max(300) }).nullable(),
  /** The database was written by a newer Prisme: it can be read, and every request that writes is refused. */
  isReadOnly: z.boolean(),
  /** Messages whose text no longer matches its hash. Empty on a sound database. */
  damagedMessages: z.int().min(0),
  /**
   * A large database, which is checked after it was opened, was found to be damaged. Nothing is written into its file any
   * more; `backups.openRescue` leads to the ways out, and so does the next start.
   */
  isDamaged: z.boolean(),
});
export type StartupReport = z.infer<typeof startupReportSchema>;

export const appStatusSchema = z.object({
  version: z.string().max(40),
  shell: z.enum(['electron', 'web', 'cli']),
  /** Whether models.choose can open a dialog; if not, the page uploads the file. */
  hasFileDialog: z.boolean(),
  startup: startupReportSchema,
  totalMemoryBytes: z.number().min(0),
  freeMemoryBytes: z.number().min(0),
});
export type AppStatus = z.infer<typeof appStatusSchema>;

/** Something changed that a page may be showing. Told to every page. */
export const noticeSchema = z.discriminatedUnion('kind', [
  /** Read the list again; `conversationId` says which one changed, so that a page that shows it reads it again too. */
  z.object({ kind: z.literal('conversationChanged'), conversationId: conversationIdSchema }),
  /** Folders, tags, the bin, or several conversations: read the lists again. */
  z.object({ kind: z.literal('listsChanged') }),
  /** The prompt library, or how often something of it was used. */
  z.object({ kind: z.literal('promptsChanged') }),
  /** Its lanes, their states or what is typed; a lane's messages are told of as those of its conversation. */
  z.object({ kind: z.literal('comparisonChanged'), comparisonId: comparisonIdSchema }),
  /** One is new, gone, or in another state. Its cells are told of by `grids.attach`. */
  z.object({ kind: z.literal('gridChanged'), gridId: gridIdSchema }),
  z.object({ kind: z.literal('modelChanged'), model: modelSchema }),
  z.object({ kind: z.literal('modelListChanged') }),
  /** All of them, at most twice a second. */
  z.object({ kind: z.literal('downloadsChanged'), downloads: downloadListSchema }),
  z.object({ kind: z.literal('settingsChanged'), settings: settingsSchema }),
  /** A check that went on after the start has found something. */
  z.object({ kind: z.literal('startupChanged'), startup: startupReportSchema }),
]);
export type Notice = z.infer<typeof noticeSchema>;

export const appContract = {
  status: procedure.input(z.object({})).output(appStatusSchema),
  /** All notices from now on. Ends when the core closes. */
  notices: procedure.input(z.object({})).output(eventIterator(noticeSchema)),
};
