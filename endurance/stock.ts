/**
 * Takes stock of an open database: everything that the suites of data compare. Runs in the processes of the suites;
 * changes nothing.
 */
import { createMessageCheck } from '#core/db/message-check.ts';
import type { Database } from '#core/db/open.ts';
import type { Store } from '#core/db/store.ts';
import type { Fork } from '#contract/conversations.ts';
import { conversationIdSchema, type MessageId } from '#contract/ids.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { patternIds, type Stock } from './told.ts';

/** @param written by whom the replies are: what the scripted engine writes is known */
export function takeStock(
  database: Database,
  store: Store,
  written: 'by the scripted engine' | 'by a model',
): Stock {
  const check = createMessageCheck(database);
  while (!check.isDone) check.runFor(1_000);
  const ids = database.prepare<[], { id: string }>('SELECT id FROM conversations ORDER BY id').all();
  const conversations = ids.flatMap(
    ({ id }) => store.conversations.find(conversationIdSchema.parse(id)) ?? [],
  );
  return {
    integrity: String(database.pragma('integrity_check(1)', { simple: true })),
    damagedIds: [...check.damagedIds],
    danglingRows: (database.pragma('foreign_key_check') as unknown[]).length,
    settings: Object.fromEntries(store.settings.all()),
    conversations: conversations.map(({ id, title, draft, systemPrompt, isPinned, deletedAtMs, leafId }) => ({
      id,
      title,
      draft,
      systemPrompt,
      isPinned,
      isInBin: deletedAtMs !== null,
      leafId,
    })),
    messages: conversations.flatMap(({ id }) => messagesOf(store, id, written === 'by the scripted engine')),
  };
}

function messagesOf(
  store: Store,
  conversationId: Parameters<Store['messages']['list']>[0],
  isScripted: boolean,
): Stock['messages'] {
  return store.messages.list(conversationId).map(({ id, parentId, role, text, state, end, fork }) => ({
    id,
    conversationId,
    parentId,
    role,
    text,
    state,
    reason: end?.reason ?? null,
    tokens: store.traces.tokenCount(id),
    traceText: store.traces.text(id),
    fault: traceFault(store, id, isScripted) ?? forkFault(fork, store.traces.tokenCount(id)),
  }));
}

function traceFault({ traces }: Store, id: MessageId, isScripted: boolean): string | null {
  let next = 0;
  for (const { firstToken, count, steps, text } of traces.chunks(id, 0, Number.MAX_SAFE_INTEGER)) {
    if (firstToken !== next) return `the trace goes from token ${next} to ${firstToken}`;
    const ids = decodeSteps(steps).map(({ tokenId }) => tokenId);
    if (ids.length !== count) return `${ids.length} steps instead of ${count} at ${firstToken}`;
    const written = patternIds(firstToken, count);
    if (isScripted && ids.join() !== written.join()) return `other tokens at ${firstToken}`;
    if (isScripted && text !== String.fromCharCode(...written)) return `another text at ${firstToken}`;
    next += count;
  }
  return null;
}

/** How probable the token was that a branch begins with is known as soon as that token stands, and not before. */
function forkFault(fork: Fork | null, tokens: number): string | null {
  if (fork === null) return null;
  const { position, logprob } = fork;
  if (tokens < position) return `a branch at token ${position} has ${tokens} tokens`;
  return tokens > position === (logprob !== null) ? null : `a branch has the log-probability ${logprob}`;
}
