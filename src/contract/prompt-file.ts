/**
 * A file of prompts: JSON with `format`, `version` and the prompts as a person wrote them. Portable, pure. How often they were
 * used stays at home.
 */
import { z } from 'zod';
import { PrismeError } from './errors.ts';
import { foldName, mostPrompts, promptFieldsSchema, type PromptFields } from './prompts.ts';

const promptFileSchema = z.object({
  format: z.literal('prisme-prompts'),
  version: z.literal(1),
  prompts: z
    .array(promptFieldsSchema.extend({ description: promptFieldsSchema.shape.description.default('') }))
    .max(mostPrompts),
});

export function writePromptFile(prompts: readonly PromptFields[]): string {
  const file: z.infer<typeof promptFileSchema> = {
    format: 'prisme-prompts',
    version: 1,
    prompts: prompts.map(({ name, command, description, text }) => ({ name, command, description, text })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function refuse(place: string, reason: string): PrismeError {
  return new PrismeError('prompt.invalidFile', { place: place.slice(0, 200), reason: reason.slice(0, 300) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refuse('', 'not JSON');
  }
}

/** @throws prompt.invalidFile `{ place, reason }`: the path of the value that is wrong, empty for the file as a whole */
export function readPromptFile(text: string): PromptFields[] {
  const result = promptFileSchema.safeParse(parse(text));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw refuse((issue?.path ?? []).map(String).join('.'), issue?.message ?? '');
  }
  const { prompts } = result.data;
  for (const field of ['name', 'command'] as const) {
    const seen = new Set<string>();
    for (const [index, prompt] of prompts.entries()) {
      const folded = foldName(prompt[field]);
      if (seen.has(folded)) throw refuse(`prompts.${index}.${field}`, 'stands twice');
      seen.add(folded);
    }
  }
  return prompts;
}
