/**
 * What the next message would cost. Runs in the core. Loads the model if needed and stores nothing.
 */
import type { Preview } from '#contract/generation.ts';
import type { ConversationId, DocumentId, MessageId } from '#contract/ids.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import { newTurn, turnsOf } from './branch-turns.ts';
import { findConversation, modelOf, pathTo } from './find-conversation.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import {
  type Branch,
  type FewestCuts,
  fewestCuts,
  fewestCutsAgain,
  reserveTokens,
  roomFor,
} from './fit-context.ts';
import type { GenerationContext } from './generation-context.ts';
import { withLivingEngine } from './living-engine.ts';
import { documentTokens, measureParts } from './measure-parts.ts';
import { roomBesideSummary, summaryObstacle, turnsToCover } from './plan-summary.ts';
import { readBranch } from './read-branch.ts';

/** What was measured last with an engine, and of what. A person types in one conversation at a time. */
type Measured = { readonly of: string; readonly fitted: FewestCuts };
const lastMeasured = new WeakMap<RunningEngine, Measured>();
/** The same for what would be left beside a summary. */
const lastPlanned = new WeakMap<RunningEngine, Measured>();

/** A message that is not sent yet. */
export type PreviewedMessage = {
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly text: string;
  readonly documentIds?: readonly DocumentId[] | undefined;
  /** What the reply would begin with. */
  readonly beginning?: string | undefined;
};

/** @throws conversation.notFound, message.notFound, document.notFound, model.*, engine.* */
export async function previewMessage(context: GenerationContext, input: PreviewedMessage): Promise<Preview> {
  const conversation = findConversation(context, input.conversationId);
  const path = pathTo(context, conversation, input.parentId);
  const turn = newTurn(context.store, input.text, null, input.documentIds);
  const written = readBranch(context.store, conversation, [...turnsOf(context.store, path), turn]);
  const modelId = modelOf(context, conversation);
  return await withLivingEngine(context.library, modelId, async (engine) => {
    const { maxTokens } = conversation.settings;
    const { contextTokens } = engine.model;
    const count = async (text: string): Promise<number> =>
      text === '' ? 0 : (await engine.tokenize(text)).length;
    const beginningTokens = await count(input.beginning ?? '');
    const branch = { ...written, beginningTokens };
    // Everything but the text that is being written: messages that stand do not change.
    const { systemPrompt, template, summary } = branch;
    const { chat } = context.library.get(modelId);
    const size = { maxTokens, contextTokens, beginningTokens };
    const frame = [systemPrompt, template, summary?.id, size, chat, input.documentIds];
    const of = JSON.stringify([conversation.id, input.parentId, ...frame]);
    const room = roomFor(engine, branch, maxTokens);
    const fitted = await measure(engine, branch, room, [lastMeasured, of]);
    return {
      textTokens: await count(input.text),
      promptTokens: fitted.wholeTokens,
      contextTokens,
      wouldCut: [...fitted.cutMessageIds],
      ...(await previewSummary(engine, branch, fitted, { conversation, of })),
      parts: await measureParts(engine, fitted.read, fitted.prompt),
      documentTokens: await documentTokens(engine, fitted.read, fitted.prompt),
      beginningTokens,
      reserveTokens: reserveTokens(contextTokens, maxTokens),
      fits: fitted.fits,
    };
  });
}

/** What would be summarised; nothing where everything fits. */
async function previewSummary(
  engine: RunningEngine,
  branch: Branch,
  { summaryId, cuts, fits }: FewestCuts,
  { conversation, of }: { readonly conversation: ConversationRecord; readonly of: string },
): Promise<Pick<Preview, 'summaryId' | 'wouldSummarise' | 'summaryObstacle'>> {
  const obstacle = summaryObstacle(engine, branch);
  const { contextStrategy, settings } = conversation;
  // Who leaves turns out is not asked, and counting costs a rendering of the whole.
  if (cuts === 0 || !fits || obstacle !== null || contextStrategy === 'dropOldest')
    return { summaryId, wouldSummarise: [], summaryObstacle: obstacle };
  const { maxTokens } = settings;
  const uncovered = { ...branch, summary: null };
  const rest = await measure(engine, uncovered, roomBesideSummary(engine, branch, maxTokens), [
    lastPlanned,
    of,
  ]);
  const covered = turnsToCover(engine, branch, rest, maxTokens);
  return {
    summaryId,
    wouldSummarise: covered?.flatMap(({ messageId }) => messageId ?? []) ?? [],
    summaryObstacle: covered === null ? 'noRoom' : null,
  };
}

async function measure(
  engine: RunningEngine,
  branch: Branch,
  limit: number,
  [remembered, of]: readonly [WeakMap<RunningEngine, Measured>, string],
): Promise<FewestCuts> {
  const last = remembered.get(engine);
  const fitted =
    last?.of === of
      ? await fewestCutsAgain(engine, branch, limit, last.fitted)
      : await fewestCuts(engine, branch, limit);
  remembered.set(engine, { of, fitted });
  return fitted;
}
