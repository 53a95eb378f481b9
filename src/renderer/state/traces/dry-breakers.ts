/**
 * DRY's break texts as token sequences, from a stored vocabulary alone. Page, pure but for a memory. What a tokeniser
 * would be needed for is left out, and `needsTokeniser` says when that matters.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { noDryBreakers, resolveDryBreakers, type DryBreakers } from '#probability/dry-breakers.ts';
import type { SamplerSettings } from '#probability/sampler-settings.ts';
import { usesDry } from '#probability/stages/dry.ts';

/** Breakers of one byte never need a tokeniser; longer ones can begin at the end of a token. */
export function needsTokeniser(settings: SamplerSettings): boolean {
  return (
    usesDry(settings) &&
    settings.drySequenceBreakers.some((text) => new TextEncoder().encode(text).length > 1)
  );
}

const breakersOf = new WeakMap<VocabularyTable, Map<string, DryBreakers>>();

export function traceDryBreakers(settings: SamplerSettings, vocabulary: VocabularyTable): DryBreakers {
  if (!usesDry(settings)) return noDryBreakers;
  const texts = settings.drySequenceBreakers;
  const known = breakersOf.get(vocabulary) ?? new Map<string, DryBreakers>();
  breakersOf.set(vocabulary, known);
  const key = JSON.stringify(texts);
  const found =
    known.get(key) ??
    resolveDryBreakers(
      texts,
      Array.from({ length: vocabulary.size }, (_, id) => vocabulary.piece(id).bytes),
      () => [],
    );
  known.set(key, found);
  return found;
}
