/**
 * How other programs write moments and texts. Runs in the core. Pure.
 */
import { z } from 'zod';

/** Later than 1973 in milliseconds, and in seconds later than any file is. */
const leastMs = 1e11;

/** Seconds or milliseconds since 1970, or a text as in ISO 8601; null: none that makes sense. */
export function momentMs(value: unknown): number | null {
  if (typeof value === 'string') {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? null : ms;
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null;
  return value < leastMs ? value * 1_000 : value;
}

/** An id as other programs write them. */
export const foreignIdSchema = z.string().min(1).max(300);
export const foreignTextSchema = z.string().max(4_000_000);
/** Whatever is no text counts as none. */
export const looseTextSchema = foreignTextSchema.nullish().catch(null);
/** What one conversation of another program may hold. */
export const mostForeignMessages = 200_000;
