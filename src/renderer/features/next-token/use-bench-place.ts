/**
 * The place where the bench's caret is, with the ids that are known of it. Page.
 */
import { useMemo } from 'react';
import type { Model } from '#contract/models.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { growingText, rawContext, useBench, type Bench } from './bench.ts';
import { knownIds } from './beginning.ts';
import type { BenchPlace } from './use-reading.ts';

function contextOf(model: Model, { mode, system, user }: Bench): string {
  return mode === 'raw' ? rawContext(model.id) : JSON.stringify([model.id, mode, system, user]);
}

export function useBenchPlace(
  model: Model | null,
  vocabulary: VocabularyTable | null,
  isExact: boolean,
): BenchPlace | null {
  const bench = useBench();
  const { mode, system, user, beginning, caret } = bench;
  const before = growingText(bench).slice(0, caret);
  const modelId = model?.id ?? null;
  const context = model === null ? '' : contextOf(model, bench);
  return useMemo(() => {
    if (modelId === null || vocabulary === null) return null;
    const text =
      mode === 'raw'
        ? { kind: 'raw' as const, text: before }
        : { kind: 'chat' as const, system, user, reply: before };
    return {
      modelId,
      context,
      before,
      text,
      known: knownIds(beginning, context, before, vocabulary),
      isExact,
    };
  }, [modelId, vocabulary, mode, system, user, before, context, beginning, isExact]);
}
