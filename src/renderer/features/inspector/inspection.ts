/**
 * The inspection of one chosen token, with the sampler chain redrawn from what was captured. Page, pure. No model is
 * needed: what a tokeniser would be needed for (long DRY break texts) is said to be approximate.
 */
import type { TraceHeader } from '#contract/traces.ts';
import { inspectStep, type InspectedSampler, type InspectedStep } from '#probability/inspect-step.ts';
import { usesDry } from '#probability/stages/dry.ts';
import { usesPenalties } from '#probability/stages/penalties.ts';
import type { TraceStep } from '#probability/trace.ts';
import { needsTokeniser, traceDryBreakers } from '../../state/traces/dry-breakers.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';

export type Inspection = {
  readonly step: TraceStep;
  /** Null: no distribution stands before this token. */
  readonly result: InspectedStep | null;
  /** Why the values after settings are missing (the prompt is not known) or approximate (see DRY); null: they are neither. */
  readonly lacks: 'history' | 'tokeniser' | null;
};

/** Whether the chain looked at earlier tokens, the prompt included. */
export function needsHistory(header: TraceHeader): boolean {
  return usesPenalties(header.settings) || usesDry(header.settings);
}

function samplerOf(
  header: TraceHeader,
  trace: TokenTrace,
  promptIds: readonly number[],
  position: number,
): InspectedSampler {
  const history = needsHistory(header) ? [...promptIds, ...trace.ids.slice(0, position)] : [];
  return {
    settings: header.settings,
    history,
    dryBreakers: traceDryBreakers(header.settings, trace.vocabulary),
  };
}

/**
 * @param header null for a prompt: no chain chose its tokens
 * @param promptIds what stands before the text; null when it is not known, which matters when `needsHistory`
 * @returns null when nothing was captured at this position
 */
export function inspectToken(
  trace: TokenTrace,
  position: number,
  header: TraceHeader | null,
  promptIds: readonly number[] | null,
): Inspection | null {
  const step = trace.step(position);
  if (!step) return null;
  if (!header || step.origin !== 'sampled') {
    const vocabularySize = header?.vocabularySize ?? trace.vocabulary.size;
    return { step, result: inspectStep(step, { vocabularySize, sampler: null }), lacks: null };
  }
  const lacksHistory = promptIds === null && needsHistory(header);
  const sampler = lacksHistory ? null : samplerOf(header, trace, promptIds ?? [], position);
  const result = inspectStep(step, { vocabularySize: header.vocabularySize, sampler });
  return {
    step,
    result,
    lacks: lacksHistory ? 'history' : needsTokeniser(header.settings) ? 'tokeniser' : null,
  };
}
