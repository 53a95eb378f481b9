/**
 * Reads a JSON column with its schema. Runs in the core. What is on disk is checked like any other input.
 */
import type { z } from 'zod';
import { PrismeError } from '#contract/errors.ts';

/** @throws database.damaged when the text is not JSON or does not have the expected shape */
export function readJson<Schema extends z.ZodType>(schema: Schema, json: string): z.output<Schema> {
  const result = schema.safeParse(parse(json));
  if (!result.success)
    throw new PrismeError(
      'database.damaged',
      { reason: 'a stored value has the wrong form' },
      { cause: result.error },
    );
  return result.data;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new PrismeError('database.damaged', { reason: 'a stored value is not JSON' }, { cause });
  }
}
