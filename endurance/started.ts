/**
 * What a process that starts a core on a large database says to its suite, over Node's channel between them. Portable.
 */
import { z } from 'zod';

const ms = z.number();
export const startedSchema = z.discriminatedUnion('kind', [
  /** A page has what it shows first. `openMs`: until the core was open and had answered; `listMs`: the list, asked again. */
  z.object({ kind: z.literal('answered'), openMs: ms, listMs: ms, conversations: z.int() }),
  z.object({ kind: z.literal('refused'), code: z.string() }),
  /** The check of the whole file has ended, so long after the beginning; null: there was nothing left to check. */
  z.object({
    kind: z.literal('checked'),
    checkedMs: ms.nullable(),
    isSound: z.boolean(),
    longestWriteMs: ms,
  }),
  z.object({ kind: z.literal('backedUp'), backupMs: ms, longestWriteMs: ms, writes: z.int() }),
  z.object({ kind: z.literal('closed'), closeMs: ms }),
]);
export type Started = z.infer<typeof startedSchema>;

/** What it is to do: be there until it is killed; close while the check runs; or wait for it, back up, and close. */
export type StartedMode = 'stay' | 'closeEarly' | 'all';
