/**
 * Compares a schema with a shape. Runs in tests only.
 */
import { type AnySchema, getEventIteratorSchemaDetails } from '@orpc/contract';
import type { z } from 'zod';
import type { Shape } from './shapes.ts';

/** What a schema decides wrongly, described; none: it lets through what the shape says, and nothing else. */
export function differences(schema: z.ZodType, { valid, invalid }: Shape): string[] {
  const wrong = (value: unknown, isValid: boolean): string[] =>
    schema.safeParse(value).success === isValid
      ? []
      : [`${isValid ? 'refused' : 'let through'}: ${brief(value)}`];
  return [
    ...valid.flatMap((value) => wrong(value, true)),
    ...invalid.flatMap((value) => wrong(value, false)),
  ];
}

/** The schema of what a procedure takes. */
export function inputOf(procedure: {
  readonly '~orpc': { readonly inputSchema?: AnySchema | undefined };
}): z.ZodType {
  const schema = procedure['~orpc'].inputSchema;
  if (schema === undefined) throw new Error('the procedure takes anything');
  return schema as unknown as z.ZodType;
}

/** The schema of what a procedure answers with. */
export function outputOf(procedure: {
  readonly '~orpc': { readonly outputSchema?: AnySchema | undefined };
}): z.ZodType {
  const schema = procedure['~orpc'].outputSchema;
  if (schema === undefined) throw new Error('the procedure answers with anything');
  return schema as unknown as z.ZodType;
}

/** The schema of each event that a procedure sends. */
export function eventOf(procedure: {
  readonly '~orpc': { readonly outputSchema?: AnySchema | undefined };
}): z.ZodType {
  const events = getEventIteratorSchemaDetails(procedure['~orpc'].outputSchema);
  if (events === undefined) throw new Error('the procedure sends no events');
  return events.yields as unknown as z.ZodType;
}

function brief(value: unknown): string {
  const shorten = (_key: string, each: unknown): unknown =>
    (typeof each === 'string' || Array.isArray(each) || each instanceof Uint8Array) && each.length > 100
      ? `${typeof each} of ${each.length}`
      : each;
  return (JSON.stringify(value, shorten) ?? 'undefined').slice(0, 600);
}
