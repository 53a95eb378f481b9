/**
 * What the files of this folder need from the rest of the core. Types only.
 */
import type { ComparisonId, ConversationId, MessageId } from '#contract/ids.ts';
import type { WaitReason } from '#contract/comparisons.ts';
import type { Log } from '../app/log.ts';
import type { Notices } from '../app/notices.ts';
import type { Store } from '../db/store.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { GenerationService } from '../generation/generation-service.ts';
import type { ModelLibrary } from '../models/model-library.ts';

export type ComparisonsContext = {
  readonly store: Store;
  readonly library: Pick<ModelLibrary, 'get' | 'load' | 'keepTogether' | 'capacity'>;
  readonly generation: Pick<
    GenerationService,
    'send' | 'regenerate' | 'continue' | 'ended' | 'isGenerating' | 'stopConversation'
  >;
  readonly queue: Pick<EngineQueue, 'idleTime'>;
  readonly notices: Notices;
  readonly log: Log;
  readonly now: () => number;
  /** A new UUID. */
  readonly newId: () => string;
};

/** What a lane of the comparison that runs is doing. Kept in memory: after a restart it is planned again. */
export type LanePhase =
  | { readonly kind: 'waiting'; readonly reason: WaitReason }
  | { readonly kind: 'loading' }
  | { readonly kind: 'writing'; readonly replyId: MessageId };

/** What the runner shows of itself. */
export type LanePhases = {
  set(comparisonId: ComparisonId, conversationId: ConversationId, phase: LanePhase | null): void;
};
