/**
 * What the hub of models (Hugging Face, or a mirror of it) is asked for and answers, as far as Prisme uses it. Portable.
 * Nothing here is asked before a person presses a button that says so.
 */
import { z } from 'zod';

/** "owner/name", as the hub spells it. It becomes part of an address: letters, digits and `.-_` only, never `..`. */
export const repositorySchema = z
  .string()
  .max(200)
  .regex(/^(?!.*\.\.)[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/);
export type Repository = z.infer<typeof repositorySchema>;

/** A commit of a repository: what was looked at is what is fetched. */
export const revisionSchema = z.string().regex(/^[0-9a-f]{40}$/);
export type Revision = z.infer<typeof revisionSchema>;

/** A file's path inside its repository. Never used as a path of this machine. */
export const hubPathSchema = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[\w .,+()[\]@=-]+(?:\/[\w .,+()[\]@=-]+)*$/);

/** A file that the hub keeps in its large-file store, with the hash that it must have. */
export const hubFileSchema = z.object({
  path: hubPathSchema,
  sizeBytes: z.number().min(0).max(1e15),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type HubFile = z.infer<typeof hubFileSchema>;
