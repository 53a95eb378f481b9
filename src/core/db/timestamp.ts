/**
 * Times as parts of file names. Pure. Runs in the core.
 */

/** 20260131T093005123Z: sorts by time and is a file name on every system. */
export function toTimestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '');
}

/** Milliseconds since 1970; null for a text that is no such time. */
export function fromTimestamp(text: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, millisecond] = parts;
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(timeMs) ? null : timeMs;
}
