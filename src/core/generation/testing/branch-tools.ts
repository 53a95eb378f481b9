/**
 * Replies and branches of them, written by the scripted engine. Used by tests of branches only.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { type GenerationBench, summarise } from './generation-bench.ts';
import { endToken, scriptedStep } from './scripted-library.ts';

export const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
/** ln p that the scripted engine gives every token. */
export const scriptedLogprob = -scriptedStep(0).logZ;

export const atReply = (messageId: MessageId, position: number): BranchPlace => ({
  kind: 'reply',
  messageId,
  position,
});

type Ending = 'endToken' | 'stopped' | 'tokenLimit' | 'die';

export type BranchTools = ReturnType<typeof branchTools>;

export function branchTools(bench: GenerationBench) {
  /** A finished reply, sent in chunks of the given texts. */
  async function writeReply(parts: readonly string[], ending: Ending = 'endToken', text = 'Hello') {
    const conversationId = bench.newConversation();
    return { conversationId, ...(await answer(conversationId, null, text, parts, ending)) };
  }

  async function answer(
    conversationId: ConversationId,
    parentId: MessageId | null,
    text: string,
    parts: readonly string[],
    ending: Ending = 'endToken',
  ) {
    const sent = await bench.send(conversationId, text, parentId);
    const run = await bench.library.nextRun();
    const reading = bench.readAll(sent.replyId);
    for (const part of parts) await run.write(part);
    if (ending === 'endToken') await run.tokens([endToken]);
    await (ending === 'die' ? run.die() : run.end(ending));
    await reading;
    return { replyId: sent.replyId, userMessageId: sent.userMessageId };
  }

  function branch(
    conversationId: ConversationId,
    place: BranchPlace,
    tokenIds: readonly number[],
    into: 'here' | 'newConversation' = 'here',
  ) {
    return bench.generation.branch({ conversationId, place, choice: { kind: 'tokens', tokenIds }, into });
  }

  /** Lets the engine write the forced tokens and a text, to the end. */
  async function finish(replyId: MessageId, text: string) {
    const run = await bench.library.nextRun();
    const reading = bench.readAll(replyId);
    await run.forced();
    await run.write(text);
    await run.end();
    return { run, ...summarise(await reading) };
  }

  return { writeReply, answer, branch, finish, ...readers(bench) };
}

function readers(bench: GenerationBench) {
  const message = (conversationId: ConversationId, id: MessageId) => {
    const found = bench.conversations.get(conversationId).messages.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error('the message is in the conversation');
    return found;
  };

  /** Everything that is stored of a reply and its trace. */
  const stored = (id: MessageId) => ({
    message: bench.store.messages.find(id),
    header: bench.store.traces.header(id),
    prompt: bench.store.traces.prompt(id),
    chunks: bench.store.traces.chunks(id, 0, 1_000),
  });

  const steps = (id: MessageId) => stored(id).chunks.flatMap((chunk) => decodeSteps(chunk.steps));

  return { message, stored, steps };
}
