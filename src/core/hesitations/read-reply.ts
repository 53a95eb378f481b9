/**
 * One stored reply, read step by step for a search: hits with the text around them. Runs in the core. Yields nothing
 * between chunks by itself: whoever reads it decides when other work gets its turn.
 */
import type { HesitationHit } from '#contract/hesitations.ts';
import type { TraceHeader } from '#contract/traces.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { noDryBreakers, resolveDryBreakers, type DryBreakers } from '#probability/dry-breakers.ts';
import {
  type FavouriteFate,
  fateOfFavourite,
  type HesitationCriteria,
  type HesitationMatch,
  type HesitationMeasures,
  isHesitation,
  measureHesitation,
} from '#probability/hesitation.ts';
import { usesDry } from '#probability/stages/dry.ts';
import { usesPenalties } from '#probability/stages/penalties.ts';
import type { TraceStep } from '#probability/trace.ts';
import { countCutBytes } from '#probability/utf8.ts';

/** Tokens of text on either side of a hit. */
const contextTokens = 12;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const kept: FavouriteFate = { removedBy: null, isExact: true };

type OpenHit = {
  readonly position: number;
  readonly step: Pick<TraceStep, 'tokenId'> & { readonly captured: number };
  readonly measures: HesitationMeasures;
  readonly fate: FavouriteFate;
};

export type ReplyReader = {
  /** Takes the next steps of the reply; gives the hits whose surroundings are complete now. */
  add(steps: readonly TraceStep[]): HesitationHit[];
  /** The rest, when no more steps come. */
  end(): HesitationHit[];
  /** Steps with a distribution so far. */
  readonly tokens: number;
};

/** @param promptIds what the model had read before the reply: the penalties and DRY look back at it */
export function readReply(
  header: TraceHeader,
  promptIds: readonly number[],
  vocabulary: VocabularyTable,
  criteria: HesitationCriteria,
  match: HesitationMatch,
): ReplyReader {
  const fateAt = createFates(header, promptIds, vocabulary);
  const ids: number[] = [];
  let open: OpenHit[] = [];
  let tokens = 0;

  function look(step: TraceStep, position: number): void {
    const measures = measureHesitation(step);
    if (measures === null) return;
    tokens++;
    let known: FavouriteFate | null = null;
    const fate = (): FavouriteFate => (known ??= fateAt(step, ids, position));
    if (!isHesitation(measures, step.topIds.length, fate, criteria, match)) return;
    open.push({
      position,
      step: { tokenId: step.tokenId, captured: step.topIds.length },
      measures,
      fate: fate(),
    });
  }

  function take(isComplete: (position: number) => boolean): HesitationHit[] {
    const ready = open.filter(({ position }) => isComplete(position));
    open = open.filter(({ position }) => !isComplete(position));
    return ready.map((hit) => toHit(hit, ids, vocabulary));
  }

  return {
    add: (steps) => {
      for (const step of steps) {
        look(step, ids.length);
        ids.push(step.tokenId);
      }
      return take((position) => position + contextTokens < ids.length);
    },
    end: () => take(() => true),
    get tokens() {
      return tokens;
    },
  };
}

/** What the chain did to the favourite of a step, with everything before it as its history. */
function createFates(header: TraceHeader, promptIds: readonly number[], vocabulary: VocabularyTable) {
  const { settings, vocabularySize } = header;
  const looksBack = usesPenalties(settings) || usesDry(settings);
  const breakers = lazyBreakers(header, vocabulary);
  // Only the end is looked at, but its beginning must be the prompt's: one array that grows with the reply.
  const history: number[] = looksBack ? [...promptIds] : [];
  return (step: TraceStep, ids: readonly number[], position: number): FavouriteFate => {
    if (step.origin !== 'sampled') return kept;
    if (looksBack)
      for (let at = history.length - promptIds.length; at < position; at++) history.push(ids[at] ?? 0);
    const { removedBy, isExact } = fateOfFavourite(step, vocabularySize, settings, {
      history,
      dryBreakers: breakers(),
    });
    return { removedBy, isExact: isExact && !needsTokeniser(header) };
  };
}

/** Breakers of one byte never need a tokeniser; longer ones can begin at the end of a token. */
function needsTokeniser({ settings }: TraceHeader): boolean {
  return usesDry(settings) && settings.drySequenceBreakers.some((text) => Buffer.byteLength(text) > 1);
}

function lazyBreakers({ settings }: TraceHeader, vocabulary: VocabularyTable): () => DryBreakers {
  if (!usesDry(settings)) return () => noDryBreakers;
  let known: DryBreakers | null = null;
  return () =>
    (known ??= resolveDryBreakers(
      settings.drySequenceBreakers,
      Array.from({ length: vocabulary.size }, (_, id) => vocabulary.piece(id).bytes),
      () => [],
    ));
}

function toHit(
  { position, step, measures, fate }: OpenHit,
  ids: readonly number[],
  vocabulary: VocabularyTable,
): HesitationHit {
  const { tokenId, captured } = step;
  return {
    position,
    tokenId,
    captured,
    bytes: Uint8Array.from(vocabulary.piece(tokenId).bytes),
    before: textOf(ids.slice(Math.max(0, position - contextTokens), position), vocabulary),
    after: textOf(ids.slice(position + 1, position + 1 + contextTokens), vocabulary),
    ...measures,
    favouriteBytes: Uint8Array.from(vocabulary.piece(measures.favouriteId).bytes),
    removedBy: fate.removedBy,
    isRemovalExact: fate.isExact,
  };
}

/** Characters that are cut at either end are left out: they belong to a token that is not here. */
function textOf(ids: readonly number[], vocabulary: VocabularyTable): string {
  const bytes = Buffer.concat(
    ids.filter((id) => !vocabulary.isMark(id)).map((id) => vocabulary.piece(id).bytes),
  );
  let start = 0;
  while (start < bytes.length && start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return decoder.decode(bytes.subarray(start, Math.max(start, bytes.length - countCutBytes(bytes))));
}
