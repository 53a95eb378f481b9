/**
 * The prompt library: texts that a person keeps to use again, each with a name and a slash command. Portable. What stands
 * between double braces in a text is read by prompt-template.ts; their file is described in prompt-file.ts.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { promptIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);
const timestampMs = z.int().min(0).max(1e14);

export const mostPrompts = 500;
/** Characters of all their texts together: a file of them is sent in one piece. */
export const mostLibraryCharacters = 1_000_000;
/** Of a file of prompts: each character takes six at most (\u0000), and there is room for names. */
export const mostPromptFileCharacters = 8_000_000;

/** What a person wrote of a prompt. */
export const promptFieldsSchema = z.object({
  /** One line, without spaces at its ends. */
  name: z
    .string()
    .min(1)
    .max(80)
    .regex(/^\S(?:.*\S)?$/u),
  /** What is typed behind a slash: letters, digits, hyphens and underscores. */
  command: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u),
  /** What it is for, in a line; empty: nothing. */
  description: z.string().max(300),
  text: z.string().min(1).max(50_000),
});
export type PromptFields = z.infer<typeof promptFieldsSchema>;

export const savedPromptSchema = promptFieldsSchema.extend({
  id: promptIdSchema,
  timesUsed: z.int().min(0),
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
});
export type SavedPrompt = z.infer<typeof savedPromptSchema>;

const promptImportSchema = z.object({
  addedIds: z.array(promptIdSchema).max(mostPrompts),
  /** How many were there already. */
  skipped: z.int().min(0).max(mostPrompts),
  /** How many of those that came have another name or command than in the file. */
  renamed: z.int().min(0).max(mostPrompts),
});
export type PromptImport = z.infer<typeof promptImportSchema>;

/** What two names, or two commands, are compared by: without case and accents. */
export function foldName(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

const byId = z.object({ promptId: promptIdSchema });

export const promptsContract = {
  /** In the order of their names. */
  list: procedure.input(z.object({})).output(z.array(savedPromptSchema).max(mostPrompts)),
  /** Errors: prompt.nameTaken, prompt.commandTaken, prompt.tooMany */
  create: procedure.input(promptFieldsSchema).output(savedPromptSchema),
  /** Changes what is given, leaves the rest. Errors: prompt.notFound, and those of `create` */
  update: procedure.input(byId.extend(promptFieldsSchema.partial().shape)).output(savedPromptSchema),
  /** It can be restored for 30 days. Errors: prompt.notFound */
  delete: procedure.input(byId).output(z.object({})),
  /** Errors: prompt.notFound, and those of `create`: another one may have its name by now */
  restore: procedure.input(byId).output(savedPromptSchema),
  /** It was put into a message: counts it. Errors: prompt.notFound */
  countUse: procedure.input(byId).output(z.object({})),
  /**
   * Takes all prompts of a file, or none. One that is there already, word for word, is left out; one whose name or command is
   * taken gets a number behind it. Errors: prompt.invalidFile `{ place, reason }`, prompt.tooMany
   */
  import: procedure
    .input(z.object({ text: z.string().max(mostPromptFileCharacters) }))
    .output(promptImportSchema),
};
