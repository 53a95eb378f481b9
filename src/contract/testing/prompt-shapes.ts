/**
 * Shapes of the prompt library: what a page may ask for, and what the core may answer. Runs in tests only.
 */
import { promptsContract, savedPromptSchema } from '../prompts.ts';
import { timestampMs } from './common-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import { list, object, optional, text, uuid, whole, type Shape } from './shapes.ts';

/** One line without spaces at its ends. */
const name: Shape = {
  valid: ['x', 'Résumé, court', 'x'.repeat(80)],
  invalid: ['', 'x'.repeat(81), ' x', 'x ', 'a\nb', 5, null, undefined],
};
const command: Shape = {
  valid: ['resume', 'é', 'a-1_b', 'x'.repeat(40)],
  invalid: ['', 'x'.repeat(41), 'a b', '/a', '-a', 'a/b', 'a\n', 5, null, undefined],
};
const fields = { name, command, description: text(0, 300), text: text(1, 50_000) };
const ofPrompt = { promptId: uuid };

export const promptInputs = {
  list: object({}),
  create: object(fields),
  update: object({
    ...ofPrompt,
    name: optional(name),
    command: optional(command),
    description: optional(fields.description),
    text: optional(fields.text),
  }),
  delete: object(ofPrompt),
  restore: object(ofPrompt),
  countUse: object(ofPrompt),
  import: object({ text: text(0, 8_000_000) }),
};

const prompt = object({
  id: uuid,
  ...fields,
  timesUsed: whole(0),
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
});

export const promptAnswers = {
  'a prompt of the library': [savedPromptSchema, prompt],
  'the prompt library': [outputOf(promptsContract.list), list(prompt, 0, 500)],
  'an import of prompts': [
    outputOf(promptsContract.import),
    object({ addedIds: list(uuid, 0, 500), skipped: whole(0, 500), renamed: whole(0, 500) }),
  ],
} as const;
