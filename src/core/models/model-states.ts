/**
 * In which state every model is, and which are left alone because their engines died too often. Runs in the core. Starts
 * and ends nothing; model-engines.ts does.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { ModelState } from '#contract/models.ts';

const crashesToQuarantine = 3;
const crashWindowMs = 60_000;
/** Progress is told in steps of at least this fraction. */
const progressStep = 0.01;

export type StateHooks = {
  readonly now: () => number;
  /** A state has changed. */
  readonly onState: (modelId: ModelId) => void;
};

export class ModelStates {
  readonly #hooks: StateHooks;
  readonly #states = new Map<ModelId, ModelState>();
  readonly #crashTimesMs = new Map<ModelId, number[]>();

  constructor(hooks: StateHooks) {
    this.#hooks = hooks;
  }

  get(modelId: ModelId): ModelState {
    return this.#states.get(modelId) ?? { kind: 'unloaded' };
  }

  set(modelId: ModelId, state: ModelState): void {
    this.#states.set(modelId, state);
    this.#hooks.onState(modelId);
  }

  showProgress(modelId: ModelId, fraction: number): void {
    const state = this.get(modelId);
    if (state.kind !== 'loading' || fraction < state.fraction + progressStep) return;
    this.set(modelId, { kind: 'loading', fraction });
  }

  noteCrash(modelId: ModelId, reason: PrismeError): void {
    const nowMs = this.#hooks.now();
    const timesMs = (this.#crashTimesMs.get(modelId) ?? []).filter(
      (timeMs) => nowMs - timeMs < crashWindowMs,
    );
    timesMs.push(nowMs);
    this.#crashTimesMs.set(modelId, timesMs);
    const quarantine = new PrismeError('model.quarantined', { lastCode: reason.code });
    const isQuarantined = timesMs.length >= crashesToQuarantine;
    this.set(
      modelId,
      isQuarantined
        ? { kind: 'quarantined', error: quarantine.toRecord() }
        : { kind: 'failed', error: reason.toRecord() },
    );
  }

  /** Lets a quarantined model be tried again. */
  release(modelId: ModelId): void {
    this.#crashTimesMs.delete(modelId);
    if (this.get(modelId).kind === 'quarantined') this.set(modelId, { kind: 'unloaded' });
  }

  /** @throws model.quarantined */
  refuseWhenQuarantined(modelId: ModelId): void {
    const state = this.get(modelId);
    if (state.kind === 'quarantined') throw new PrismeError('model.quarantined', state.error.details);
  }
}
