/**
 * Which tags in use complete what is typed. Portable, pure.
 */
const most = 12;

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those that begin so, then those with a word that does, without those that are there already; all while nothing is typed. */
export function completionsOf(typed: string, known: readonly string[], present: readonly string[]): string[] {
  const query = plain(typed.trim());
  const free = known.filter((tag) => !present.includes(tag));
  const begins = free.filter((tag) => plain(tag).startsWith(query));
  const within = free.filter((tag) => !begins.includes(tag) && plain(tag).includes(` ${query}`));
  return [...begins, ...within].slice(0, most);
}
