/**
 * Where models lie: the folders that are watched, and the bin for deleted files. Portable. A page names a folder or a
 * file by an id of the core's; paths are for people to read.
 */
import { z } from 'zod';
import { binnedFileIdSchema, placeIdSchema } from './ids.ts';

const bytes = z.number().min(0).max(1e15);
const path = z.string().max(4_096);

/** `start`: named when Prisme was started; `chosen`: by a person, in the dialog; the others belong to other programs. */
export const modelFolderKinds = [
  'start',
  'chosen',
  'lmStudio',
  'ollama',
  'llamaCpp',
  'huggingFace',
  'jan',
] as const;
export type ModelFolderKind = (typeof modelFolderKinds)[number];

export const modelFolderSchema = z.object({
  id: placeIdSchema,
  kind: z.enum(modelFolderKinds),
  path,
  isWatched: z.boolean(),
  /** Model files in it, split models counted once, and their bytes. */
  fileCount: z.int().min(0).max(1_000_000),
  bytes,
});
export type ModelFolder = z.infer<typeof modelFolderSchema>;

export const binnedFileSchema = z.object({
  id: binnedFileIdSchema,
  fileName: z.string().max(300),
  /** Where it was and would be put back. */
  folder: path,
  sizeBytes: bytes,
  deletedAtMs: z.int().min(0).max(1e15),
});
export type BinnedFile = z.infer<typeof binnedFileSchema>;

/** How long a deleted file can be put back. */
export const binKeepDays = 30;
