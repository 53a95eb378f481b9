/**
 * Which entries of the palette a typed text finds, best first. Portable, pure.
 */
export type PaletteItem = {
  readonly id: string;
  readonly label: string;
  readonly group: 'commands' | 'conversations' | 'models' | 'prompts';
  readonly keys?: string | undefined;
  readonly run: () => void;
};

/** Without accents and case: "Réglages" is found by "regl". */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** 0: starts with the query; 1: a word starts with it; 2: it occurs; 3: all its words occur; null: it does not match. */
function place(label: string, query: string): number | null {
  const text = plain(label);
  if (text.startsWith(query)) return 0;
  if (text.includes(` ${query}`)) return 1;
  if (text.includes(query)) return 2;
  return query.split(/\s+/).every((word) => text.includes(word)) ? 3 : null;
}

export function findItems(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const query = plain(typed.trim());
  if (query === '') return [...items];
  return items
    .flatMap((item, index) => {
      const rank = place(item.label, query);
      return rank === null ? [] : [{ item, rank, index }];
    })
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ item }) => item);
}
