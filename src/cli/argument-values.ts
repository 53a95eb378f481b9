/**
 * Single values of the terminal's commands: numbers, the one word that a command wants, and what is wrong with them. Runs in the
 * terminal shell.
 */
import { z } from 'zod';
import { PrismeError } from '#contract/errors.ts';
import type { GenerationSettings, generationSettingsSchema } from '#contract/sampler.ts';

export function only(positionals: readonly string[], command: string, wanted: string): string {
  const [value] = positionals;
  if (value === undefined || positionals.length > 1) throw invalid(command, `wants ${wanted}`);
  return value;
}

export function number(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw invalid(option, `"${text}" is not a number`);
  return value;
}

/** The names of the flags, where they differ from those of the settings. */
const flags: Readonly<Record<string, string>> = {
  maxTokens: '--tokens',
  topK: '--top-k',
  topP: '--top-p',
  minP: '--min-p',
};

/** @throws app.invalidInput `{ option, reason }` */
export function checked(schema: typeof generationSettingsSchema, value: unknown): GenerationSettings {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = String(issue?.path[0] ?? '');
  throw invalid(
    flags[field] ?? `--${field}`,
    issue === undefined ? '' : z.prettifyError({ issues: [{ ...issue, path: [] }] }).replace(/^✖ /, ''),
  );
}

export function invalid(option: string, reason: string): PrismeError {
  return new PrismeError('app.invalidInput', { option, reason });
}
