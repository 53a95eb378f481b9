/**
 * A model's state in the few forms that screens draw. Portable, pure.
 */
import type { Model } from '#contract/models.ts';

export type ModelStatus =
  'unloaded' | 'loading' | 'calibrating' | 'loaded' | 'failed' | 'quarantined' | 'missing';

/** `fraction`: how far, for what is under way; null otherwise. A file that is gone matters only while nothing is loaded. */
export function modelStatus(model: Model): {
  readonly status: ModelStatus;
  readonly fraction: number | null;
} {
  const { state } = model;
  if (state.kind === 'loading' || state.kind === 'calibrating')
    return { status: state.kind, fraction: state.fraction };
  if (state.kind === 'loaded' || model.isPresent) return { status: state.kind, fraction: null };
  return { status: 'missing', fraction: null };
}

/** Tokens a second of the thread count that was measured as the fastest; null before a calibration. */
export function calibratedSpeed(model: Model): number | null {
  const best = model.calibration?.measurements.find(({ threads }) => threads === model.calibration?.threads);
  return best && best.msPerToken > 0 ? 1_000 / best.msPerToken : null;
}
