/**
 * Decides which lanes run now and which after. Runs in the core. Pure: measures nothing and starts nothing.
 */
import type { WaitReason } from '#contract/comparisons.ts';
import type { ConversationId, ModelId } from '#contract/ids.ts';

export type LaneToPlan = { readonly conversationId: ConversationId; readonly modelId: ModelId };

export type LaneNeeds = {
  /** What loading a model is estimated to take, in bytes. */
  readonly bytesOf: (modelId: ModelId) => number;
  /** Models that did not fit beside others, whatever the estimate said. */
  readonly alone: ReadonlySet<ModelId>;
};

/** What all models may use together. */
export type Capacity = { readonly bytes: number; readonly threads: number };

export type LanePlan = {
  /** Lanes of one model write one after another, in this order; the models work at the same time. */
  readonly now: readonly { readonly modelId: ModelId; readonly lanes: readonly LaneToPlan[] }[];
  /** Why each lane that is not the first of its model now has to wait. */
  readonly waiting: ReadonlyMap<ConversationId, WaitReason>;
};

/**
 * The first model always runs, alone if it must: whether it fits is said by loading it. Each further one, in the order of
 * the lanes, joins when a thread and the memory are left for it.
 */
export function planLanes(lanes: readonly LaneToPlan[], needs: LaneNeeds, capacity: Capacity): LanePlan {
  const now: { modelId: ModelId; lanes: LaneToPlan[] }[] = [];
  const waiting = new Map<ConversationId, WaitReason>();
  const refused = new Map<ModelId, WaitReason>();
  let bytes = 0;
  for (const lane of lanes) {
    const { modelId, conversationId } = lane;
    const same = now.find((each) => each.modelId === modelId);
    const reason = same ? 'turn' : (refused.get(modelId) ?? refusal(now, bytes, modelId, needs, capacity));
    if (reason !== null) waiting.set(conversationId, reason);
    if (same) same.lanes.push(lane);
    else if (reason !== null) refused.set(modelId, reason);
    else {
      now.push({ modelId, lanes: [lane] });
      bytes += needs.bytesOf(modelId);
    }
  }
  return { now, waiting };
}

function refusal(
  now: LanePlan['now'],
  bytes: number,
  modelId: ModelId,
  { bytesOf, alone }: LaneNeeds,
  capacity: Capacity,
): WaitReason | null {
  if (now.length === 0) return null;
  if (now.length >= capacity.threads) return 'cores';
  const isAlone = alone.has(modelId) || now.some((each) => alone.has(each.modelId));
  return isAlone || bytes + bytesOf(modelId) > capacity.bytes ? 'memory' : null;
}
