/**
 * A conversation with a reply of any length, written into the database of an app that has ended: text of every kind
 * that Markdown has, cut with the vocabulary that the app stored, and 64 captured tokens a step as an engine gives
 * them. Runs in the bench process.
 */
import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { samplerPresets } from '#contract/sampler.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';

/** The runs in which the core keeps a reply, see storedRunTokens in src/core/generation/live-reply.ts. */
const tokensPerChunk = 128;
const captured = 64;

const pattern = `## The colour of morning

Light enters the prism from one side and leaves it as a fan of colours, each of which bends by an angle of its own. What the eye takes for **white** is a sum, and the glass only *sorts* what was there already, as a patient clerk sorts letters by street and house.

- violet bends most, and arrives last in every list
- green stands in the middle, where the eye sees best
- red bends least; the \`angle\` is smaller by a degree or two

Nobody had to teach the water in the air to do the same. Each drop is a lens and a mirror at once, and from where the observer stands only one colour of each drop arrives, so that the arc is made of thousands of drops that share the work.

\`\`\`js
const angle = (index, incoming) => Math.asin(Math.sin(incoming) / index);
\`\`\`

`;

/** Deterministic, so that every run of the bench reads the same reply. */
function createRandom(): () => number {
  let state = 1;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** Cuts a text by the longest piece that fits: not the model's own cut, but tokens of the same kind and length. */
function createCutter(bytes: Uint8Array, offsets: Uint8Array) {
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  const ids = new Map<string, number>();
  const size = offsets.byteLength / 4 - 1;
  for (let id = 0; id < size; id++) {
    const piece = Buffer.from(bytes.subarray(view.getUint32(id * 4, true), view.getUint32(id * 4 + 4, true)));
    if (piece.length > 0 && !piece.toString().startsWith('<|')) ids.set(piece.toString('latin1'), id);
  }
  const cut = (text: string): number[] => {
    const latin = Buffer.from(text).toString('latin1');
    const tokens: number[] = [];
    for (let at = 0; at < latin.length;) {
      let length = Math.min(16, latin.length - at);
      while (length > 1 && !ids.has(latin.slice(at, at + length))) length--;
      tokens.push(ids.get(latin.slice(at, at + length)) ?? 0);
      at += length;
    }
    return tokens;
  };
  return { cut, size };
}

function stepOf(tokenId: number, size: number, random: () => number): TraceStep {
  const rank = random() < 0.7 ? 0 : Math.floor(random() * 12);
  const topIds = Uint32Array.from({ length: captured }, (_, index) =>
    index === rank ? tokenId : Math.floor(random() * size),
  );
  const spread = 0.1 + random() * 0.6;
  const topLogits = Float32Array.from({ length: captured }, (_, index) => 18 - index * spread);
  return {
    tokenId,
    origin: 'sampled',
    logit: topLogits[rank] ?? 0,
    maxLogit: 18,
    logZ: 0.05 - Math.log1p(-Math.exp(-spread)),
    isLogZExact: true,
    draw: random(),
    xtcDraw: null,
    endLogprob: -9,
    logZAtTemperature: null,
    rank: null,
    topIds,
    topLogits,
  };
}

/** Writes it and makes it the newest conversation, under `title`. */
export function seedLongReply(dataDir: string, tokens: number, title: string): void {
  // The checksum of the whole file: the app must not take what is written here for damage.
  rmSync(join(dataDir, 'prisme.db.seal'), { force: true });
  const database = new DatabaseSync(join(dataDir, 'prisme.db'));
  const vocabulary = database
    .prepare('SELECT hash, bytes, offsets, end_token_ids_json FROM vocabularies')
    .get();
  const model = database.prepare('SELECT id FROM models').get();
  const { bytes, offsets } = vocabulary ?? {};
  if (!(bytes instanceof Uint8Array) || !(offsets instanceof Uint8Array) || !vocabulary || !model)
    throw new Error('the app has stored no vocabulary');
  const { cut, size } = createCutter(bytes, offsets);
  const once = cut(pattern);
  const ids = Array.from({ length: tokens }, (_, index) => once[index % once.length] ?? 0);
  const texts = once.map((id) => pieceOf(bytes, offsets, id));
  const textOf = (from: number, to: number): string =>
    ids
      .slice(from, to)
      .map((_, index) => texts[(from + index) % once.length])
      .join('');
  const conversation = randomUUID();
  const user = { id: randomUUID(), parentId: null, role: 'user', text: title };
  const reply = { id: randomUUID(), parentId: user.id, role: 'assistant', text: textOf(0, tokens) };
  const settings = JSON.stringify(samplerPresets.balanced);
  const now = Date.now();
  database.exec('BEGIN');
  database
    .prepare(
      `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json, model_id, leaf_id)
       VALUES (?, ?, ?, ?, '', ?, ?, ?)`,
    )
    .run(conversation, title, now, now, settings, model['id'] ?? null, reply.id);
  const insert = database.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, text, hash, created_at_ms, state, finish_reason, model_id, model_name, settings_json, seed)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'complete', ?, ?, ?, ?, ?)`,
  );
  insert.run(
    user.id,
    conversation,
    null,
    user.role,
    user.text,
    hashOf(user),
    now,
    null,
    null,
    null,
    null,
    null,
  );
  const { id, parentId, role, text } = reply;
  const modelId = model['id'] ?? null;
  insert.run(
    id,
    conversation,
    parentId,
    role,
    text,
    hashOf(reply),
    now,
    'tokenLimit',
    modelId,
    'Seeded',
    settings,
    1,
  );
  database
    .prepare(
      `INSERT INTO traces (message_id, model_id, model_name, vocabulary_hash, vocabulary_size, end_token_ids_json, profile_json, settings_json, seed, prompt_ids, prompt_spans_json)
       VALUES (?, ?, 'Seeded', ?, ?, ?, ?, ?, 1, ?, '[]')`,
    )
    .run(
      id,
      modelId,
      vocabulary['hash'] ?? null,
      size,
      vocabulary['end_token_ids_json'] ?? '[]',
      JSON.stringify(profile),
      settings,
      new Uint8Array(0),
    );
  const append = database.prepare(
    'INSERT INTO trace_chunks (message_id, first_token, token_count, steps, text) VALUES (?, ?, ?, ?, ?)',
  );
  const random = createRandom();
  for (let from = 0; from < tokens; from += tokensPerChunk) {
    const chunk = ids.slice(from, from + tokensPerChunk);
    const steps = encodeSteps(chunk.map((tokenId) => stepOf(tokenId, size, random)));
    append.run(id, from, chunk.length, steps, textOf(from, from + chunk.length));
  }
  database.exec('COMMIT');
  database.close();
}

const profile = { ...testProfile, engine: 'seeded', contextTokens: 32_768 };

function pieceOf(bytes: Uint8Array, offsets: Uint8Array, id: number): string {
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  return Buffer.from(
    bytes.subarray(view.getUint32(id * 4, true), view.getUint32(id * 4 + 4, true)),
  ).toString();
}

/** As in src/core/db/message-hash.ts; a difference shows as a notice about damaged messages. */
function hashOf(message: { id: string; parentId: string | null; role: string; text: string }): Buffer {
  const { id, parentId, role, text } = message;
  return createHash('sha256')
    .update(`${id}\0${parentId ?? ''}\0${role}\0`)
    .update(text)
    .digest();
}

/** Bytes a token takes on disk: of the steps alone, and of whole chunks with their text and index. */
export function bytesPerToken(dataDir: string): { readonly steps: number; readonly onDisk: number } {
  const database = new DatabaseSync(join(dataDir, 'prisme.db'));
  const pages = (): number => {
    database.exec('VACUUM');
    return (
      Number(database.prepare('PRAGMA page_count').get()?.['page_count']) *
      Number(database.prepare('PRAGMA page_size').get()?.['page_size'])
    );
  };
  const sums = database
    .prepare('SELECT sum(token_count) AS tokens, sum(length(steps)) AS bytes FROM trace_chunks')
    .get();
  const tokens = Number(sums?.['tokens']);
  const withTrace = pages();
  database.exec('DELETE FROM trace_chunks');
  const without = pages();
  database.close();
  return { steps: Number(sums?.['bytes']) / tokens, onDisk: (withTrace - without) / tokens };
}
