/**
 * The tables of token traces: what the model read, what was captured for every token of a reply, and the scores of
 * prompts that were computed afterwards. Runs in the core. The steps inside a chunk are opaque here (see
 * probability/trace-codec.ts).
 */
import { z } from 'zod';
import type { TokenChunk } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { type MessageId, modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import { type EvaluationProfile, evaluationProfileSchema } from '#contract/profile.ts';
import { type Prompt, promptSchema } from '#contract/prompt.ts';
import { generationSettingsSchema } from '#contract/sampler.ts';
import type { PromptScore, TraceHeader } from '#contract/traces.ts';
import { assertChecksum, chunkChecksum } from './chunk-checksum.ts';
import { prepareTraceCopies, type TraceCopies } from './copy-rows.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { hasItsChecksum, rowChecksum } from './row-checksum.ts';

/** A stored run of tokens with the text that they complete. */
export type StoredChunk = TokenChunk & { readonly text: string };

export type TraceTable = TraceCopies & {
  /** Stores what holds for the whole reply. `header.replyTokens` and `promptTokens` follow from the rest. */
  insert(header: TraceHeader, prompt: Prompt): void;
  header(messageId: MessageId): TraceHeader | null;
  /** Says how the tokens are evaluated, when that is known only after the trace was begun. */
  setProfile(messageId: MessageId, profile: EvaluationProfile): void;
  /** @throws database.damaged when the row is not as it was written */
  prompt(messageId: MessageId): Prompt | null;
  appendChunk(messageId: MessageId, chunk: StoredChunk): void;
  /** Puts one run of steps in the place of all chunks from its first token on. To be called in a transaction. */
  replaceFrom(messageId: MessageId, chunk: StoredChunk): void;
  /** Puts another run of steps in the place of the last chunk, or removes it (null). */
  replaceLastChunk(messageId: MessageId, chunk: StoredChunk | null): void;
  lastChunk(messageId: MessageId): StoredChunk | null;
  /** Chunks that hold a token at or after `fromToken` and before `toToken`, in order; at most `limit`. */
  chunks(messageId: MessageId, fromToken: number, toToken: number, limit?: number): StoredChunk[];
  /** Number of tokens stored for a reply. */
  tokenCount(messageId: MessageId): number;
  /** The text of all chunks joined. */
  text(messageId: MessageId): string;
  promptScore(messageId: MessageId): PromptScore | null;
  storePromptScore(messageId: MessageId, score: PromptScore): void;
};

type HeaderRow = {
  message_id: string;
  model_id: string;
  model_name: string;
  vocabulary_hash: string;
  vocabulary_size: number;
  end_token_ids_json: string;
  profile_json: string;
  settings_json: string;
  seed: number;
  prompt_ids: Buffer;
  prompt_spans_json: string;
  checksum: number | null;
};
type ChunkRow = {
  first_token: number;
  token_count: number;
  steps: Buffer;
  text: string;
  checksum: number | null;
};
type NewChunkRow = Omit<ChunkRow, 'steps'> & { message_id: string; steps: Uint8Array };
type ScoreRow = { profile_json: string; scored_at_ms: number };

const chunkColumns = 'first_token, token_count, steps, text, checksum';
const noLimit = -1;

export function createTraceTable(database: Database): TraceTable {
  const statements = prepare(database);
  const tokenCount = (messageId: MessageId): number => statements.tokenCount.get(messageId)?.count ?? 0;
  const appendChunk = (messageId: MessageId, { firstToken, count, steps, text }: StoredChunk): void =>
    void statements.appendChunk.run({ message_id: messageId, ...toChunkRow(firstToken, count, steps, text) });
  return {
    insert: (header, prompt) => void statements.insert.run(toHeaderRow(header, prompt)),
    header: (messageId) => {
      const row = statements.header.get(messageId);
      return row === undefined ? null : fromHeaderRow(row, messageId, tokenCount(messageId));
    },
    setProfile: (messageId, profile) => void statements.setProfile.run(JSON.stringify(profile), messageId),
    prompt: (messageId) => {
      const row = statements.header.get(messageId);
      if (row === undefined) return null;
      if (!hasItsChecksum('traces', row))
        throw new PrismeError('database.damaged', { reason: 'a prompt does not match its checksum' });
      const spans = readJson(promptSchema.shape.spans, row.prompt_spans_json);
      return { tokenIds: unpackIds(row.prompt_ids), spans };
    },
    appendChunk,
    replaceFrom: (messageId, chunk) => {
      statements.removeFrom.run(messageId, chunk.firstToken);
      appendChunk(messageId, chunk);
    },
    replaceLastChunk: (messageId, chunk) => {
      const last = statements.lastChunk.get(messageId);
      if (last !== undefined) statements.removeFrom.run(messageId, last.first_token);
      if (chunk !== null) appendChunk(messageId, chunk);
    },
    lastChunk: (messageId) => {
      const row = statements.lastChunk.get(messageId);
      return row === undefined ? null : fromChunkRow(row);
    },
    chunks: (messageId, fromToken, toToken, limit = noLimit) =>
      statements.chunks.all(messageId, messageId, fromToken, toToken, limit).map(fromChunkRow),
    tokenCount,
    text: (messageId) =>
      statements.text
        .all(messageId)
        .map((row) => row.text)
        .join(''),
    ...scoreMethods(statements),
    ...prepareTraceCopies(database),
  };
}

function scoreMethods(
  statements: ReturnType<typeof prepare>,
): Pick<TraceTable, 'promptScore' | 'storePromptScore'> {
  return {
    promptScore: (messageId) => {
      const row = statements.score.get(messageId);
      if (row === undefined) return null;
      const chunks = statements.scoreChunks.all(messageId).map(fromChunkRow).map(toTokenChunk);
      return {
        profile: readJson(evaluationProfileSchema, row.profile_json),
        scoredAtMs: row.scored_at_ms,
        chunks,
      };
    },
    storePromptScore: (messageId, score) => {
      statements.removeScore.run(messageId);
      statements.insertScore.run(messageId, JSON.stringify(score.profile), score.scoredAtMs);
      for (const chunk of score.chunks) {
        const row = toChunkRow(chunk.firstToken, chunk.count, chunk.steps, '');
        statements.insertScoreChunk.run({ message_id: messageId, ...row });
      }
    },
  };
}

function prepare(database: Database) {
  return {
    insert: database.prepare<[HeaderRow]>(
      `INSERT INTO traces (message_id, model_id, model_name, vocabulary_hash, vocabulary_size, end_token_ids_json,
         profile_json, settings_json, seed, prompt_ids, prompt_spans_json, checksum)
       VALUES (@message_id, @model_id, @model_name, @vocabulary_hash, @vocabulary_size, @end_token_ids_json,
         @profile_json, @settings_json, @seed, @prompt_ids, @prompt_spans_json, @checksum)`,
    ),
    header: database.prepare<[string], HeaderRow>('SELECT * FROM traces WHERE message_id = ?'),
    setProfile: database.prepare<[string, string]>('UPDATE traces SET profile_json = ? WHERE message_id = ?'),
    appendChunk: database.prepare<[NewChunkRow]>(
      `INSERT INTO trace_chunks (message_id, ${chunkColumns})
       VALUES (@message_id, @first_token, @token_count, @steps, @text, @checksum)`,
    ),
    removeFrom: database.prepare<[string, number]>(
      'DELETE FROM trace_chunks WHERE message_id = ? AND first_token >= ?',
    ),
    lastChunk: database.prepare<[string], ChunkRow>(
      `SELECT ${chunkColumns} FROM trace_chunks WHERE message_id = ? ORDER BY first_token DESC LIMIT 1`,
    ),
    // Begins with the chunk that holds `fromToken`, found through the index; it may begin earlier.
    chunks: database.prepare<[string, string, number, number, number], ChunkRow>(
      `SELECT ${chunkColumns} FROM trace_chunks WHERE message_id = ? AND first_token >= coalesce(
         (SELECT max(first_token) FROM trace_chunks WHERE message_id = ? AND first_token <= ?), 0)
       AND first_token < ? ORDER BY first_token LIMIT ?`,
    ),
    tokenCount: database.prepare<[string], { count: number }>(
      `SELECT first_token + token_count AS count FROM trace_chunks WHERE message_id = ? ORDER BY first_token DESC LIMIT 1`,
    ),
    text: database.prepare<[string], { text: string }>(
      'SELECT text FROM trace_chunks WHERE message_id = ? ORDER BY first_token',
    ),
    score: database.prepare<[string], ScoreRow>(
      'SELECT profile_json, scored_at_ms FROM prompt_scores WHERE message_id = ?',
    ),
    scoreChunks: database.prepare<[string], ChunkRow>(
      `SELECT first_token, token_count, steps, '' AS text, checksum FROM prompt_score_chunks WHERE message_id = ? ORDER BY first_token`,
    ),
    removeScore: database.prepare<[string]>('DELETE FROM prompt_scores WHERE message_id = ?'),
    insertScore: database.prepare<[string, string, number]>(
      'INSERT INTO prompt_scores (message_id, profile_json, scored_at_ms) VALUES (?, ?, ?)',
    ),
    insertScoreChunk: database.prepare<[NewChunkRow]>(
      `INSERT INTO prompt_score_chunks (message_id, first_token, token_count, steps, checksum)
       VALUES (@message_id, @first_token, @token_count, @steps, @checksum)`,
    ),
  };
}

function toHeaderRow(header: TraceHeader, prompt: Prompt): HeaderRow {
  const row = {
    message_id: header.messageId,
    model_id: header.model.id,
    model_name: header.model.name,
    vocabulary_hash: header.vocabularyHash,
    vocabulary_size: header.vocabularySize,
    end_token_ids_json: JSON.stringify(header.endTokenIds),
    profile_json: JSON.stringify(header.profile),
    settings_json: JSON.stringify(header.settings),
    seed: header.seed,
    prompt_ids: packIds(prompt.tokenIds),
    prompt_spans_json: JSON.stringify(prompt.spans),
  };
  return { ...row, checksum: rowChecksum('traces', row) };
}

function fromHeaderRow(row: HeaderRow, messageId: MessageId, replyTokens: number): TraceHeader {
  return {
    messageId,
    model: { id: modelIdSchema.parse(row.model_id), name: row.model_name },
    vocabularyHash: vocabularyHashSchema.parse(row.vocabulary_hash),
    vocabularySize: row.vocabulary_size,
    endTokenIds: readJson(z.array(z.int().min(0)), row.end_token_ids_json),
    profile: readJson(evaluationProfileSchema, row.profile_json),
    settings: readJson(generationSettingsSchema, row.settings_json),
    seed: row.seed,
    promptTokens: row.prompt_ids.length / 4,
    replyTokens,
  };
}

function toChunkRow(
  firstToken: number,
  count: number,
  steps: Uint8Array,
  text: string,
): Omit<NewChunkRow, 'message_id'> {
  const row = { first_token: firstToken, token_count: count, steps, text };
  return { ...row, checksum: chunkChecksum(row) };
}

/** @throws database.damaged when it does not match its checksum */
function fromChunkRow(row: ChunkRow): StoredChunk {
  assertChecksum(row, row.checksum);
  return {
    kind: 'tokens',
    firstToken: row.first_token,
    count: row.token_count,
    steps: plainBytes(row.steps),
    text: row.text,
  };
}

/** A chunk as the contract knows it, without its text. */
export function toTokenChunk(chunk: StoredChunk): TokenChunk {
  return { kind: 'tokens', firstToken: chunk.firstToken, count: chunk.count, steps: chunk.steps };
}

/** A Buffer is a Uint8Array with a `toJSON` of its own: what leaves this file is the plain kind, on the same memory. */
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Token ids as little-endian u32. */
export function packIds(ids: readonly number[]): Buffer {
  const bytes = Buffer.alloc(ids.length * 4);
  ids.forEach((id, index) => bytes.writeUInt32LE(id, index * 4));
  return bytes;
}

export function unpackIds(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));
}
