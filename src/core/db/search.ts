/**
 * Looks words up in the full-text indexes of messages and of their documents. Runs in the core. Reads only; the indexes are kept by
 * triggers (migrations/0130-search.ts, 0160-documents.ts).
 */
import SqliteDatabase from 'better-sqlite3';
import {
  type ComparisonId,
  comparisonIdSchema,
  type ConversationId,
  conversationIdSchema,
  type FolderId,
  folderIdSchema,
  type MessageId,
  messageIdSchema,
} from '#contract/ids.ts';
import { boundRowid } from './bound-rowid.ts';
import type { Database } from './open.ts';
import { type FoundDocument, matchingDocuments, prepareDocumentSearch } from './search-documents.ts';

/** Only conversations in one of these folders and with a tag that begins so, folded; null: any. */
export type SearchPlaces = { readonly folderIds: readonly FolderId[] | null; readonly tag: string | null };

/** `match` in the language of FTS5, `model` part of a name; null: any. */
export type MessageQuestion = SearchPlaces & {
  readonly match: string | null;
  readonly model: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Only messages before this number; null: from the latest one. */
  readonly before: number | null;
  readonly limit: number;
};

export type FoundMessage = {
  readonly number: number;
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly comparisonId: ComparisonId | null;
  readonly title: string;
  readonly isArchived: boolean;
  readonly role: 'user' | 'assistant';
  readonly createdAtMs: number;
  readonly modelName: string | null;
  /** It stands in this document of the message; null: in its text. */
  readonly document: FoundDocument | null;
  /** The passage; each match stands between `matchStart` and `matchEnd`. */
  readonly passage: string;
};

export type FoundMessages = {
  /**
   * One for each place: the text of a message, and pages of its documents. Of fewer messages than asked for, or none, where many do
   * not meet the conditions: `next` says whether that was all.
   */
  readonly messages: readonly FoundMessage[];
  /** Where to go on; null: there are no more. */
  readonly next: number | null;
};

export type FoundTitle = Pick<FoundMessage, 'conversationId' | 'comparisonId' | 'title' | 'isArchived'>;

export type SearchTable = {
  /** The latest messages first, in every branch; none of the bin, none that a vote still hides. */
  messages(question: MessageQuestion): FoundMessages;
  /** Conversations of that kind whose title is wanted, the latest first. Reads all titles. */
  titles(isWanted: (title: string) => boolean, places: SearchPlaces, limit: number): FoundTitle[];
  folderIds(isWanted: (name: string) => boolean): FolderId[];
};

/** Characters that no person writes. */
export const matchStart = '\u0001';
export const matchEnd = '\u0002';
const passageWords = 24;
/** With conditions that few messages meet, so many are looked at in one go: some 15 ms. */
const mostLookedAt = 5_000;
/** Without any, nearly all that match are shown: few are in the bin. */
const lookedAtForEach = 4;

type Row = {
  number: number;
  id: string;
  conversation_id: string;
  comparison_id: string | null;
  title: string;
  is_archived: number;
  role: 'user' | 'assistant';
  created_at_ms: number;
  model_name: string | null;
};
type TitleRow = Pick<Row, 'conversation_id' | 'comparison_id' | 'title' | 'is_archived'>;
type Bounds = { before: number; atMost: number };
/** `candidates`: numbers of messages, as JSON. */
type Conditions = PlaceConditions & {
  candidates: string;
  model: string | null;
  fromMs: number;
  toMs: number;
  limit: number;
};
/** `folders`: ids, as JSON. */
type PlaceConditions = { folders: string | null; tag: string | null };

/** Neither in the bin nor hidden until a vote, and in a place that was asked for. */
const shown = `LEFT JOIN comparison_lanes l ON l.conversation_id = c.id
  LEFT JOIN comparisons k ON k.id = l.comparison_id LEFT JOIN votes v ON v.comparison_id = l.comparison_id
  WHERE c.deleted_at_ms IS NULL AND k.deleted_at_ms IS NULL
    AND (v.comparison_id IS NULL OR v.revealed_at_ms IS NOT NULL)
    AND (@folders IS NULL OR c.folder_id IN (SELECT value FROM json_each(@folders)))
    AND (@tag IS NULL OR EXISTS (
      SELECT 1 FROM conversation_tags t WHERE t.conversation_id = c.id AND substr(t.folded, 1, length(@tag)) = @tag))`;

/** The candidates come from the index alone, so that it can go backwards and end early. */
const matching = `SELECT number FROM (SELECT rowid AS number FROM message_search
    WHERE message_search MATCH @match AND rowid < CAST(@before AS INTEGER) ORDER BY rowid DESC LIMIT @atMost)
  UNION ${matchingDocuments} ORDER BY number DESC LIMIT @atMost`;
const any = 'SELECT number FROM messages WHERE number < @before ORDER BY number DESC LIMIT @atMost';
const found = `
  SELECT m.number, m.id, m.conversation_id, l.comparison_id, c.title,
    c.archived_at_ms IS NOT NULL AS is_archived, m.role, m.created_at_ms, m.model_name
  FROM json_each(@candidates) candidate JOIN messages m ON m.number = candidate.value
    JOIN conversations c ON c.id = m.conversation_id
  ${shown} AND m.created_at_ms >= @fromMs AND m.created_at_ms < @toMs
    AND (@model IS NULL OR m.model_name LIKE @model ESCAPE '\\')
  ORDER BY m.number DESC LIMIT @limit`;

export function createSearchTable(database: Database): SearchTable {
  const statements = prepare(database);
  return {
    messages: (question) => withSoundSearch(database, () => messages(statements, question)),
    folderIds: (isWanted) =>
      statements.folders
        .all()
        .filter(({ name }) => isWanted(name))
        .map(({ id }) => folderIdSchema.parse(id)),
    titles: (isWanted, places, limit) => {
      const wanted: FoundTitle[] = [];
      for (const row of statements.titles.iterate(placeConditions(places))) {
        if (isWanted(row.title)) wanted.push(titleFromRow(row));
        if (wanted.length === limit) break;
      }
      return wanted;
    },
  };
}

function messages(
  statements: ReturnType<typeof prepare>,
  { match, model, fromMs, toMs, before, limit, ...places }: MessageQuestion,
): FoundMessages {
  const hasConditions = model !== null || fromMs !== null || toMs !== null;
  const atMost = hasConditions ? mostLookedAt : lookedAtForEach * limit;
  const bounds = { before: before ?? Number.MAX_SAFE_INTEGER, atMost };
  const candidates =
    match === null ? statements.any.all(bounds) : statements.matching.all({ match, ...bounds });
  const rows = statements.found.all({
    candidates: JSON.stringify(candidates),
    ...placeConditions(places),
    model: model === null ? null : `%${model.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
    fromMs: fromMs ?? 0,
    toMs: toMs ?? Number.MAX_SAFE_INTEGER,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? page.at(-1)?.number : candidates[atMost - 1];
  return { messages: placesOf(statements, match, page), next: next ?? null };
}

/** Where in each message what was asked for stands. */
function placesOf(
  statements: ReturnType<typeof prepare>,
  match: string | null,
  rows: readonly Row[],
): FoundMessage[] {
  const numbers = rows.map(({ number }) => number);
  const inDocuments = match === null ? null : statements.inDocuments(match, numbers);
  return rows.flatMap((row) => {
    const message = fromRow(row);
    const pages = inDocuments?.get(row.number) ?? [];
    const passage = statements.passage(match, row);
    return [...(passage === null ? [] : [{ document: null, passage }]), ...pages].map((found) => ({
      ...message,
      ...found,
    }));
  });
}

function prepare(database: Database) {
  const snippet = database.prepare<[string, string, number, string, number], { passage: string }>(
    `SELECT snippet(message_search, 0, ?, ?, '…', ?) AS passage FROM message_search
     WHERE message_search MATCH ? AND rowid = ${boundRowid}`,
  );
  const beginning = database.prepare<[number], { passage: string }>(
    'SELECT substr(text, 1, 200) AS passage FROM messages WHERE number = ?',
  );
  return {
    matching: database.prepare<[Bounds & { match: string }], number>(matching).pluck(),
    any: database.prepare<[Bounds], number>(any).pluck(),
    found: database.prepare<[Conditions], Row>(found),
    /** Null: it is not in the message's own text. */
    passage: (match: string | null, { number }: Row): string | null => {
      const row =
        match === null
          ? beginning.get(number)
          : snippet.get(matchStart, matchEnd, passageWords, match, number);
      return row?.passage ?? null;
    },
    inDocuments: prepareDocumentSearch(database, { start: matchStart, end: matchEnd, words: passageWords }),
    folders: database.prepare<[], { id: string; name: string }>(
      'SELECT id, name FROM folders WHERE deleted_at_ms IS NULL',
    ),
    titles: database.prepare<[PlaceConditions], TitleRow>(
      `SELECT c.id AS conversation_id, l.comparison_id, c.title, c.archived_at_ms IS NOT NULL AS is_archived
       FROM conversations c
       ${shown} AND c.title <> '' ORDER BY c.updated_at_ms DESC, c.id`,
    ),
  };
}

const placeConditions = ({ folderIds, tag }: SearchPlaces): PlaceConditions => ({
  folders: folderIds === null ? null : JSON.stringify(folderIds),
  tag,
});

function titleFromRow(row: TitleRow): FoundTitle {
  return {
    conversationId: conversationIdSchema.parse(row.conversation_id),
    comparisonId: comparisonIdSchema.nullable().parse(row.comparison_id),
    title: row.title,
    isArchived: row.is_archived === 1,
  };
}

function fromRow(row: Row): Omit<FoundMessage, 'document' | 'passage'> {
  return {
    ...titleFromRow(row),
    number: row.number,
    id: messageIdSchema.parse(row.id),
    role: row.role,
    createdAtMs: row.created_at_ms,
    modelName: row.model_name,
  };
}

/**
 * Does the work, and once more when the index turned out to be damaged and could be made again from the texts: what
 * only helps to find them must not keep anybody from writing. Cost of that: seconds for each hundred thousand messages.
 * `work` must be a transaction, which leaves nothing behind when it fails, or only read.
 */
export function withSoundSearch<Result>(database: Database, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const isDamaged = cause instanceof SqliteDatabase.SqliteError && cause.code === 'SQLITE_CORRUPT_VTAB';
    if (!isDamaged || database.readonly || database.inTransaction) throw cause;
    for (const index of ['message_search', 'document_search'])
      database.exec(`INSERT INTO ${index} (${index}) VALUES ('rebuild')`);
    return work();
  }
}
