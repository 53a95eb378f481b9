/**
 * What a key means in a list of choices. Page, pure.
 */

type Key = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

/** Moves to a row or takes it: arrows, Home and End move; Enter, space and the digits take. Null: not for the list. */
export function listKey(
  { key, ctrlKey, metaKey, altKey }: Key,
  current: number,
  count: number,
): { readonly index: number; readonly isTaken: boolean } | null {
  if (ctrlKey || metaKey || altKey || count === 0) return null;
  if (key === 'Enter' || key === ' ') return { index: current, isTaken: true };
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: count - 1,
  };
  const move = moves[key];
  if (move !== undefined) return { index: Math.max(0, Math.min(count - 1, move)), isTaken: false };
  const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
  return digit > 0 && digit <= count ? { index: digit - 1, isTaken: true } : null;
}
