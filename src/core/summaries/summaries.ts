/**
 * What a person does with summaries: change the words, have one written again, have the messages themselves read. Runs in the core.
 * The first one of a conversation is written before a reply (core/generation/summary-step.ts).
 */
import { randomInt } from 'node:crypto';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, SummaryId } from '#contract/ids.ts';
import type { Summary, SummaryProgress } from '#contract/summaries.ts';
import type { SummaryRecord } from '../db/summaries.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { turnsOf } from '../generation/branch-turns.ts';
import { aborted } from '../generation/engine-queue.ts';
import { findConversation, usableModelOf } from '../generation/find-conversation.ts';
import type { GenerationContext } from '../generation/generation-context.ts';
import { keepSummary, keepWritten } from '../generation/keep-summary.ts';
import { isThere } from '../generation/living-engine.ts';
import { summaryObstacle } from '../generation/plan-summary.ts';
import { readBranch } from '../generation/read-branch.ts';
import { writeSummary } from '../generation/write-summary.ts';

type Named = { readonly conversationId: ConversationId; readonly summaryId: SummaryId };
export type RewriteEvent = SummaryProgress | { readonly kind: 'written'; readonly summary: Summary };

export type SummariesService = {
  /** @throws conversation.notFound, summary.notFound */
  edit(named: Named & { readonly text: string }): Promise<Summary>;
  /** @throws as edit */
  drop(named: Named): void;
  /** @throws as edit */
  restore(named: Named): Summary;
  /** @throws as edit, summary.notWritten, model.*, engine.* */
  rewrite(named: Named, signal: AbortSignal | undefined): AsyncGenerator<RewriteEvent, void, void>;
};

export function createSummaries(context: GenerationContext): SummariesService {
  const { store, notices } = context;

  function find({ conversationId, summaryId }: Named, states: readonly Summary['state'][]): SummaryRecord {
    findConversation(context, conversationId);
    const found = store.summaries.find(summaryId);
    if (found?.conversationId !== conversationId || !states.includes(found.state))
      throw new PrismeError('summary.notFound');
    return found;
  }

  function setStates(conversationId: ConversationId, states: ReadonlyMap<SummaryId, Summary['state']>): void {
    store.transaction(() => {
      for (const [id, state] of states) store.summaries.setState(id, state);
    });
    notices.publish({ kind: 'conversationChanged', conversationId });
  }

  return {
    edit: async ({ text, ...named }) => {
      const { model } = find(named, ['current']);
      const tokens = await countIfLoaded(context, model.id, text);
      // Found again: counting took a moment.
      const { conversationId, lastMessageId, messageCount } = find(named, ['current']);
      const place = { conversationId, lastMessageId, messageCount };
      return keepSummary(context, { ...place, model, text, tokens, isEdited: true });
    },
    drop: (named) => {
      const { conversationId, lastMessageId } = find(named, ['current']);
      const messageIds = new Set(store.messages.path(lastMessageId).map(({ id }) => id));
      // Shorter ones of the same messages too: what is to be read are the messages.
      const dropped = store.summaries
        .list(conversationId)
        .filter(({ state, lastMessageId: last }) => state === 'current' && messageIds.has(last));
      setStates(conversationId, new Map(dropped.map(({ id }) => [id, 'dropped'] as const)));
    },
    restore: (named) => {
      const { conversationId: _of, ...summary } = find(named, ['dropped']);
      const others = store.summaries
        .list(named.conversationId)
        .filter(({ state, lastMessageId }) => state === 'current' && lastMessageId === summary.lastMessageId);
      const replaced = others.map(({ id }) => [id, 'replaced'] as const);
      setStates(named.conversationId, new Map([...replaced, [summary.id, 'current'] as const]));
      return { ...summary, state: 'current' };
    },
    rewrite: (named, signal) => {
      const summary = find(named, ['current']);
      const { id: modelId } = usableModelOf(context, findConversation(context, named.conversationId));
      return context.queue.stream(modelId, signal, async () =>
        rewrite(context, await context.library.load(modelId), summary, signal),
      );
    },
  };
}

/** From the messages, and from the summary of the first of them where there is a shorter one. */
async function* rewrite(
  context: GenerationContext,
  engine: RunningEngine,
  { conversationId, lastMessageId, messageCount }: SummaryRecord,
  signal: AbortSignal | undefined,
): AsyncGenerator<RewriteEvent, void, void> {
  const { store, library } = context;
  const conversation = findConversation(context, conversationId);
  const turns = turnsOf(store, store.messages.path(lastMessageId));
  // As if the last message were to be answered: then no summary that is read covers it.
  const branch = readBranch(store, conversation, turns);
  const obstacle = summaryObstacle(engine, branch);
  if (obstacle !== null) throw new PrismeError('summary.notWritten', { reason: obstacle });
  const covered = branch.summary?.covered.length ?? 0;
  const events = writeSummary(engine, library.vocabulary(library.get(engine.modelId).vocabularyHash), {
    before: branch.summary === null ? null : { text: branch.summary.text, messages: covered },
    turns: branch.turns,
    seed: randomInt(0, 2 ** 32),
    stopped: aborted(signal),
  });
  for await (const event of events) {
    if (event.kind === 'failed') throw new PrismeError('summary.notWritten', { reason: event.failure });
    if (event.kind === 'summary') yield event;
    else if (covered + event.turns === turns.length && !signal?.aborted) {
      const place = { conversationId, lastMessageId, messageCount, text: event.text };
      yield { kind: 'written', summary: await keepWritten(context, engine, place) };
    }
  }
}

/** Null: the model that wrote it is not there, and a changed word is no reason to load it. */
async function countIfLoaded(
  { library }: GenerationContext,
  modelId: Summary['model']['id'],
  text: string,
): Promise<number | null> {
  try {
    if (!isThere(library, modelId)) return null;
    return (await (await library.load(modelId)).tokenize(text)).length;
  } catch (cause) {
    if (cause instanceof PrismeError) return null;
    throw cause;
  }
}
