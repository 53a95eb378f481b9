/**
 * What one reply is made from, from the request to its last token. Runs in the core. Types only.
 */
import type { ModelId } from '#contract/ids.ts';
import type { AloneRuns } from '#contract/profile.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { FittedPrompt } from './fit-context.ts';
import type { NewStart } from './fit-start.ts';

/** What one reply is made from. */
export type ReplyJob = {
  readonly modelId: ModelId;
  readonly settings: GenerationSettings;
  readonly seed: number;
  readonly start:
    | ({
        readonly kind: 'new';
        /** The prompt that was rendered before the message was stored; good for that engine alone. */
        readonly prepared: { readonly engine: RunningEngine; readonly fitted: FittedPrompt } | null;
      } & NewStart)
    /** Goes on from exact tokens, whose trace is on disk. `live` has read `replyIds` already. */
    | {
        readonly kind: 'continued';
        readonly promptIds: readonly number[];
        /** How the prompt was evaluated for the tokens that stand, see EvaluationProfile; undefined: it does not matter. */
        readonly promptAlone: AloneRuns | undefined;
        readonly replyIds: readonly number[];
        /** Put behind them by a person: the first tokens that are written. */
        readonly forcedIds: readonly number[];
      };
};
