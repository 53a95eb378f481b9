/**
 * What the next message would cost. Runs in the core. Loads the model if needed and stores nothing.
 */
import type { Preview } from '#contract/generation.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { findConversation, modelOf, pathTo } from './find-conversation.ts';
import { fewestCuts, turnsOf } from './fit-context.ts';
import type { GenerationContext } from './generation-context.ts';
import { withLivingEngine } from './living-engine.ts';

/** @throws conversation.notFound, message.notFound, model.*, engine.* */
export async function previewMessage(
  context: GenerationContext,
  input: { conversationId: ConversationId; parentId: MessageId | null; text: string },
): Promise<Preview> {
  const conversation = findConversation(context, input.conversationId);
  const path = pathTo(context, conversation, input.parentId);
  const turn = { role: 'user', text: input.text, messageId: null } as const;
  const { systemPrompt, template } = conversation;
  const branch = { systemPrompt, template, turns: [...turnsOf(path), turn] };
  return await withLivingEngine(context.library, modelOf(context, conversation), async (engine) => {
    const fitted = await fewestCuts(engine, branch, conversation.settings.maxTokens);
    const textIds = input.text === '' ? [] : await engine.tokenize(input.text);
    return {
      textTokens: textIds.length,
      promptTokens: fitted.wholeTokens,
      contextTokens: engine.model.contextTokens,
      wouldCut: [...fitted.cutMessageIds],
    };
  });
}
