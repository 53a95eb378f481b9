/**
 * A conversation of turns of 100 bytes each on the scripted engine, whose tokens are bytes. Used by tests only.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { GenerationBench } from './generation-bench.ts';

export type Story = {
  readonly id: ConversationId;
  readonly leafId: MessageId;
  /** Questions and replies in order. */
  readonly ids: readonly MessageId[];
};

/** Ten turns are 2,000 bytes. The context is large while they are told. */
export async function tellStory(bench: GenerationBench, turns = 10): Promise<Story> {
  const id = bench.newConversation();
  bench.library.setContextTokens(100_000);
  const ids: MessageId[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const sent = await bench.send(id, String(turn).padEnd(99, 'q'), ids.at(-1) ?? null);
    const run = await bench.library.nextRun();
    await run.write(String(turn).padEnd(99, 'r'));
    await run.end();
    await bench.readAll(sent.replyId);
    if (sent.userMessageId !== null) ids.push(sent.userMessageId);
    ids.push(sent.replyId);
  }
  const leafId = ids.at(-1);
  if (leafId === undefined) throw new Error('a story has turns');
  bench.library.setContextTokens(2_000);
  return { id, leafId, ids };
}
