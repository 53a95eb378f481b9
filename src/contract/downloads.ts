/**
 * Downloads of models from the hub: started by a person, one after the other, until the model is in the list. Portable.
 * They belong to the core: they go on without a page and after a restart.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap, errorRecordSchema } from './errors.ts';
import { hubPathSchema, repositorySchema, revisionSchema } from './hub.ts';
import { downloadIdSchema, modelIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);
const bytes = z.number().min(0).max(1e15);
const timestampMs = z.int().min(0).max(1e14);

export const mostDownloadFiles = 1_000;
const paths = z.array(hubPathSchema).min(1).max(mostDownloadFiles);

export const downloadStateSchema = z.discriminatedUnion('kind', [
  /** Another one comes first. */
  z.object({ kind: z.literal('waiting') }),
  z.object({
    kind: z.literal('running'),
    /** Over the last seconds; null: not known yet. */
    bytesPerSecond: z.number().min(0).max(1e15).nullable(),
    /** At that speed; null: not known, or it stands still. */
    remainingSeconds: z.number().min(0).max(1e12).nullable(),
  }),
  /** The connection broke; it is tried again by itself at that time. */
  z.object({ kind: z.literal('retrying'), atMs: timestampMs, error: errorRecordSchema }),
  /** Everything is there; its hash is compared. */
  z.object({ kind: z.literal('verifying'), fraction: z.number().min(0).max(1) }),
  /** Until somebody lets it go on. `offline`: because Prisme was set to offline. */
  z.object({ kind: z.literal('paused'), reason: z.enum(['person', 'offline']) }),
  /** `resume` tries it again; what has arrived is kept where the error says so. */
  z.object({ kind: z.literal('failed'), error: errorRecordSchema }),
  z.object({ kind: z.literal('complete'), modelId: modelIdSchema }),
]);
export type DownloadState = z.infer<typeof downloadStateSchema>;

export const downloadSchema = z.object({
  id: downloadIdSchema,
  repository: repositorySchema,
  revision: revisionSchema,
  /** All parts of the model, in order. */
  paths,
  /** As the model's file will be called here; the first part's. */
  fileName: z.string().max(300),
  /** Of all parts together. */
  sizeBytes: bytes,
  receivedBytes: bytes,
  state: downloadStateSchema,
  /** The file changed on the server, and everything began anew. */
  hasStartedAgain: z.boolean(),
  createdAtMs: timestampMs,
});
export type Download = z.infer<typeof downloadSchema>;

export const downloadListSchema = z.array(downloadSchema).max(1_000);

const byId = procedure.input(z.object({ downloadId: downloadIdSchema }));

export const downloadsContract = {
  /** The latest first; complete ones until they are taken off the list. Changes come as `downloadsChanged` notices. */
  list: procedure.input(z.object({})).output(downloadListSchema),
  /**
   * Asks the hub for the files and begins. A part of a model brings all parts along. What is already being downloaded goes
   * on. To be called only when a person pressed a button that says so. Errors: egress.denied, hub.*, download.*
   */
  start: procedure
    .input(z.object({ repository: repositorySchema, revision: revisionSchema, paths }))
    .output(downloadSchema),
  /** Errors of this and what follows: download.notFound. */
  pause: byId.output(z.object({})),
  /** Also tries a failed one again. */
  resume: byId.output(z.object({})),
  /** Ends it and deletes what has arrived. One that is complete only leaves the list. */
  cancel: byId.output(z.object({})),
};
