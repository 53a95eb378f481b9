/**
 * The table of tags: which conversation has which. Runs in the core. Knows rows, not rules.
 */
import type { ConversationId } from '#contract/ids.ts';
import type { Database } from './open.ts';

/** `folded`: what two tags are compared by. */
export type Tag = { readonly tag: string; readonly folded: string };

export type ConversationTagTable = {
  /** In the order of the alphabet. */
  of(conversationId: ConversationId): string[];
  /** Those of all conversations that have any, by their id. */
  all(): ReadonlyMap<string, readonly string[]>;
  /** Takes the place of what there was. To be called in a transaction. */
  set(conversationId: ConversationId, tags: readonly Tag[]): void;
  /** How a tag is written where it is in use; null: nowhere. */
  known(folded: string): string | null;
  /** Every tag of conversations that are not in the bin, in the order of the alphabet. */
  count(): { tag: string; conversations: number }[];
};

export function createConversationTagTable(database: Database): ConversationTagTable {
  const of = database
    .prepare<[string], string>('SELECT tag FROM conversation_tags WHERE conversation_id = ? ORDER BY folded')
    .pluck();
  const all = database.prepare<[], { conversation_id: string; tag: string }>(
    'SELECT conversation_id, tag FROM conversation_tags ORDER BY conversation_id, folded',
  );
  const remove = database.prepare<[string]>('DELETE FROM conversation_tags WHERE conversation_id = ?');
  const insert = database.prepare<[string, string, string]>(
    'INSERT INTO conversation_tags (conversation_id, tag, folded) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const known = database
    .prepare<[string], string>('SELECT tag FROM conversation_tags WHERE folded = ? ORDER BY number LIMIT 1')
    .pluck();
  const count = database.prepare<[], { tag: string; conversations: number }>(
    `SELECT min(t.tag) AS tag, count(*) AS conversations
     FROM conversation_tags t JOIN conversations c ON c.id = t.conversation_id
     WHERE c.deleted_at_ms IS NULL GROUP BY t.folded ORDER BY t.folded`,
  );
  return {
    of: (conversationId) => of.all(conversationId),
    all: () => {
      const tags = new Map<string, string[]>();
      for (const { conversation_id: id, tag } of all.all()) {
        const given = tags.get(id);
        if (given) given.push(tag);
        else tags.set(id, [tag]);
      }
      return tags;
    },
    set: (conversationId, tags) => {
      remove.run(conversationId);
      for (const { tag, folded } of tags) insert.run(conversationId, tag, folded);
    },
    known: (folded) => known.get(folded) ?? null,
    count: () => count.all(),
  };
}
