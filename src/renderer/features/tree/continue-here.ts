/**
 * Takes a path of the tree elsewhere: to the bench, into a chat, or as the start of another tree. Page. Whatever goes
 * on there has exactly the tokens of the path.
 */
import type { ConversationId } from '#contract/ids.ts';
import { tokensTo } from '#probability/tree/tree.ts';
import { core } from '../../client.ts';
import { attempt } from '../../state/actions.ts';
import { openInstrument } from '../../state/instruments.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { beginWith } from './tree-actions.ts';
import type { TreeRun } from './tree-run.ts';

/** Why a path cannot go on in a chat; null: it can. */
export type ChatObstacle = 'ended' | 'raw' | 'noMessage' | null;

export function chatObstacle({ start, branch, tree }: TreeRun, nodeId: number): ChatObstacle {
  if (tree.nodes[nodeId]?.isEnd) return 'ended';
  if (branch) return null;
  if (start.kind === 'tokens' || start.reading.kind === 'raw') return 'raw';
  return start.reading.user === '' ? 'noMessage' : null;
}

/** The start and the path behind it. */
function tokensBefore({ tokenIds, tree }: TreeRun, nodeId: number): readonly number[] {
  return [...tokenIds, ...tokensTo(tree, nodeId)];
}

export function continueInBench(run: TreeRun, nodeId: number): void {
  openInstrument('nextToken', { modelId: run.model.id, tokenIds: tokensBefore(run, nodeId) });
}

export function growFromHere(run: TreeRun, nodeId: number): void {
  beginWith({ modelId: run.model.id, tokenIds: tokensBefore(run, nodeId) });
}

/** Has a reply written that goes on behind the path, and shows it. Does nothing where `chatObstacle` says why. */
export async function continueInChat(run: TreeRun, nodeId: number): Promise<void> {
  const conversationId = await attempt(() => (run.branch ? branchOff(run, nodeId) : newChat(run, nodeId)));
  if (!conversationId) return;
  await queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
  openConversation(conversationId);
}

/** In a copy: the conversation that the place belongs to stays as it is, whatever stands behind it. */
async function branchOff({ branch, tree }: TreeRun, nodeId: number): Promise<ConversationId | null> {
  if (!branch) return null;
  const tokenIds = [...tokensTo(tree, nodeId)];
  const choice = { kind: 'tokens', tokenIds } as const;
  return (await core.generation.branch({ ...branch, choice, into: 'newConversation' })).conversationId;
}

async function newChat({ model, start, tokenIds, replyStart, tree }: TreeRun, nodeId: number) {
  if (start.kind !== 'reading' || start.reading.kind !== 'chat') return null;
  const { system, user } = start.reading;
  const { id } = await core.conversations.create({ modelId: model.id, systemPrompt: system });
  const forcedIds = [...tokenIds.slice(replyStart), ...tokensTo(tree, nodeId)];
  try {
    const message = { conversationId: id, parentId: null, text: user, overflow: 'refuse' } as const;
    await core.generation.send({ ...message, forcedIds });
  } catch (cause) {
    // Nobody asked for an empty conversation.
    await core.conversations.delete({ conversationId: id });
    throw cause;
  }
  return id;
}
