/**
 * Where a text stands in the pages of a document, whatever the case. Pure.
 */

/** `page` from 0, `start` in UTF-16 units. */
export type FoundPlace = { readonly page: number; readonly start: number };

/** More marks than these say nothing. */
const mostPlaces = 2_000;

export function findPlaces(pages: readonly string[], wanted: string): FoundPlace[] {
  if (wanted.trim() === '') return [];
  const places: FoundPlace[] = [];
  const needle = folded(wanted);
  for (const [page, text] of pages.entries()) {
    const hay = folded(text);
    for (let start = hay.indexOf(needle); start !== -1; start = hay.indexOf(needle, start + needle.length)) {
      places.push({ page, start });
      if (places.length === mostPlaces) return places;
    }
  }
  return places;
}

/** The first one on that page or behind it; 0 where there is none. */
export function firstPlaceFrom(places: readonly FoundPlace[], page: number): number {
  return Math.max(
    0,
    places.findIndex((place) => place.page >= page),
  );
}

/** In small letters, except where that would move what stands behind (as İ does). */
function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
