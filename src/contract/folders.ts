/**
 * Folders of conversations, each with a system prompt and a model of its own for new ones. Portable. Which conversation is
 * in which folder is in conversations.ts.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { systemPromptSchema } from './conversations.ts';
import { errorMap } from './errors.ts';
import { folderIdSchema, modelIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);

export const folderNameSchema = z.string().min(1).max(80);
export const mostFolders = 200;

export const folderSchema = z.object({
  id: folderIdSchema,
  name: folderNameSchema,
  /** What new conversations in it begin with; empty: nothing. */
  systemPrompt: systemPromptSchema,
  /** The model that they begin with; null: the one of all new conversations. */
  modelId: modelIdSchema.nullable(),
  isCollapsed: z.boolean(),
});
export type Folder = z.infer<typeof folderSchema>;

const byId = z.object({ folderId: folderIdSchema });

export const foldersContract = {
  /** In their order. */
  list: procedure.input(z.object({})).output(z.array(folderSchema).max(mostFolders)),
  /** Puts it in front of the others. Errors: folder.tooMany */
  create: procedure.input(z.object({ name: folderNameSchema })).output(folderSchema),
  /** Changes what is given, leaves the rest; no conversation that exists is changed. Errors: folder.notFound */
  update: procedure.input(byId.extend(folderSchema.omit({ id: true }).partial().shape)).output(folderSchema),
  /** Puts it before or behind its neighbour; where there is none it stays. Errors: folder.notFound */
  move: procedure.input(byId.extend({ by: z.enum(['up', 'down']) })).output(z.object({})),
  /** Its conversations stay, outside of it. Errors: folder.notFound */
  delete: procedure.input(byId).output(z.object({})),
  /** Brings it back, with those of its conversations that were not moved elsewhere. Errors: folder.notFound */
  restore: procedure.input(byId).output(folderSchema),
};
