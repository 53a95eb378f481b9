/**
 * What the readers of the different files have in common. Runs in the core.
 */
import type { z } from 'zod';
import type { ConversationPart } from '#contract/conversation-file.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Vocabulary } from '#contract/models.ts';
import type { DroppedKind } from '#contract/move.ts';
import type { DocumentRecord } from '../db/documents.ts';
import type { JsonValue } from './json-values.ts';

/** What a file turns out to hold, one after the other: conversations part by part, each beginning with itself. */
export type ImportItem =
  | { readonly kind: 'vocabulary'; readonly vocabulary: Vocabulary }
  | { readonly kind: 'document'; readonly document: DocumentRecord }
  | { readonly kind: 'part'; readonly part: ConversationPart }
  /** The conversation is whole. */
  | { readonly kind: 'whole' }
  /** What of another program has no place here. */
  | { readonly kind: 'dropped'; readonly what: DroppedKind; readonly count: number };

/** Reads the values of one file, of which it has seen the first. */
export type FileReader = {
  /** `isOwn`: written by Prisme, whose conversations come back with their own ids and settings. */
  readonly isOwn: boolean;
  /** @throws move.invalidFile */
  take(value: JsonValue): Iterable<ImportItem>;
  /** Behind the last value. @throws move.invalidFile */
  end(): Iterable<ImportItem>;
};

/** @param place the path of the value that is wrong, from the top of the file */
export function invalidFile(place: string, reason: string): PrismeError {
  return new PrismeError('move.invalidFile', { place: place.slice(0, 200), reason: reason.slice(0, 300) });
}

/** The value as the schema reads it. @throws move.invalidFile */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalidFile([place, ...(issue?.path ?? []).map(String)].join('.'), issue?.message ?? '');
}
