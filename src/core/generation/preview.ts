/**
 * What the next message would cost. Runs in the core. Loads the model if needed and stores nothing.
 */
import type { Preview } from '#contract/generation.ts';
import type { ConversationId, DocumentId, MessageId } from '#contract/ids.ts';
import { newTurn, turnsOf } from './branch-turns.ts';
import { findConversation, modelOf, pathTo } from './find-conversation.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type Branch, type FewestCuts, fewestCuts, fewestCutsAgain, reserveTokens } from './fit-context.ts';
import type { GenerationContext } from './generation-context.ts';
import { withLivingEngine } from './living-engine.ts';
import { documentTokens, measureParts } from './measure-parts.ts';

/** What was measured last with an engine, and of what. A person types in one conversation at a time. */
type Measured = { readonly of: string; readonly fitted: FewestCuts };
const lastMeasured = new WeakMap<RunningEngine, Measured>();

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
  const { systemPrompt, template } = conversation;
  const turns = [...turnsOf(context.store, path), turn];
  const modelId = modelOf(context, conversation);
  return await withLivingEngine(context.library, modelId, async (engine) => {
    const { maxTokens } = conversation.settings;
    const { contextTokens } = engine.model;
    const count = async (text: string): Promise<number> =>
      text === '' ? 0 : (await engine.tokenize(text)).length;
    const beginningTokens = await count(input.beginning ?? '');
    const branch = { systemPrompt, template, turns, beginningTokens };
    // Everything but the text that is being written: messages that stand do not change.
    const { chat } = context.library.get(modelId);
    const size = { maxTokens, contextTokens, beginningTokens };
    const { documentIds } = input;
    const frame = [conversation.id, input.parentId, systemPrompt, template, size, chat, documentIds];
    const fitted = await measure(engine, branch, maxTokens, JSON.stringify(frame));
    const read = { ...branch, turns: branch.turns.slice(fitted.cutMessageIds.length) };
    return {
      textTokens: await count(input.text),
      promptTokens: fitted.wholeTokens,
      contextTokens,
      wouldCut: [...fitted.cutMessageIds],
      parts: await measureParts(engine, read, fitted.prompt),
      documentTokens: await documentTokens(engine, read, fitted.prompt),
      beginningTokens,
      reserveTokens: reserveTokens(contextTokens, maxTokens),
      fits: fitted.fits,
    };
  });
}

async function measure(
  engine: RunningEngine,
  branch: Branch,
  maxTokens: number | null,
  of: string,
): Promise<FewestCuts> {
  const last = lastMeasured.get(engine);
  const fitted =
    last?.of === of
      ? await fewestCutsAgain(engine, branch, maxTokens, last.fitted)
      : await fewestCuts(engine, branch, maxTokens);
  lastMeasured.set(engine, { of, fitted });
  return fitted;
}
