/**
 * The summaries of a conversation as entries of the file, and back. Runs in the core. In a file a summary goes by its place among
 * those of its conversation, so that no id of it can stand for something else here.
 */
import type { SummaryEntry, SummaryReadEntry } from '#contract/conversation-file.ts';
import { type ConversationId, type SummaryId, summaryIdSchema } from '#contract/ids.ts';
import type { Store } from '../db/store.ts';
import { derivedId } from './with-other-ids.ts';

type SummaryStore = Pick<Store, 'summaries'>;

/** In the order of the schema: what is read again is hashed in that order. */
export function* summaryParts(
  { summaries }: SummaryStore,
  conversationId: ConversationId,
): Generator<SummaryEntry | SummaryReadEntry, void, void> {
  const places = new Map<SummaryId, number>();
  for (const summary of summaries.list(conversationId)) {
    const { id, lastMessageId, messageCount, text, model, createdAtMs, isEdited, tokens, state } = summary;
    places.set(id, places.size);
    yield {
      ...{ kind: 'summary', lastMessageId, messageCount, text, model, createdAtMs, isEdited, tokens, state },
    };
  }
  for (const { messageId, summaryId, failure } of summaries.reads(conversationId)) {
    const summary = summaryId === null ? null : (places.get(summaryId) ?? null);
    if (summary !== null || failure !== null) yield { kind: 'summaryRead', messageId, summary, failure };
  }
}

/** Writes those of one conversation. To be called in a transaction. */
export class SummaryWriter {
  readonly #store: SummaryStore;
  readonly #conversationId: ConversationId;
  readonly #ids: SummaryId[] = [];

  constructor(store: SummaryStore, conversationId: ConversationId) {
    this.#store = store;
    this.#conversationId = conversationId;
  }

  write(part: SummaryEntry | SummaryReadEntry): void {
    if (part.kind === 'summaryRead') {
      const { messageId, summary, failure } = part;
      const summaryId = summary === null ? null : (this.#ids[summary] ?? null);
      this.#store.summaries.setRead({ messageId, summaryId, failure });
      return;
    }
    const { kind: _kind, ...summary } = part;
    const conversationId = this.#conversationId;
    const number = String(this.#ids.length);
    const id = summaryIdSchema.parse(derivedId('prisme.summary', conversationId, number));
    this.#ids.push(id);
    this.#store.summaries.insert({ ...summary, id, conversationId });
  }
}
