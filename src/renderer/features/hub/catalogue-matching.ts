/**
 * Which entries of the list that comes with Prisme match what is typed and chosen. Portable, pure.
 */
import { hubSizeRanges, type CatalogueModel } from '#contract/hub.ts';
import type { Filters } from './hub-store.ts';

export function catalogueMatching(
  models: readonly CatalogueModel[],
  query: string,
  filters: Filters,
): CatalogueModel[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const text = plain(`${model.name} ${model.repository} ${model.goodFor.en} ${model.goodFor.fr}`);
    return words.every((word) => text.includes(word)) && passes(model, filters);
  });
}

function passes(model: CatalogueModel, { task, licence, language, size }: Filters): boolean {
  const isEmbedding = model.use === 'embedding';
  const [least, most] = size === null ? [0, Infinity] : hubSizeRanges[size];
  return (
    (task === null || (task === 'feature-extraction') === isEmbedding) &&
    (licence === null || model.licence === licence) &&
    (language === null || model.languages.includes(language)) &&
    model.parameterCount >= least &&
    model.parameterCount <= most
  );
}

/** Without accents and case. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
