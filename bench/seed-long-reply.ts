/**
 * A conversation with a reply of any length, written into the database of an app that has ended: text of every kind
 * that Markdown has, cut with the vocabulary that the app stored, and 64 captured tokens a step as an engine gives
 * them. Runs in the bench process.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { samplerPresets } from '#contract/sampler.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { seedConversation, seedDataFolder } from '../fixtures/seed-data-folder.ts';

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
  seedDataFolder(dataDir, (seeding) => {
    const { store, model } = seeding;
    const vocabulary = model === null ? null : store.vocabularies.find(model.vocabularyHash);
    if (model === null || vocabulary === null) throw new Error('the app has stored no vocabulary');
    const { bytes, offsets } = vocabulary;
    const { cut, size } = createCutter(bytes, offsets);
    const once = cut(pattern);
    const texts = once.map((id) => pieceOf(bytes, offsets, id));
    const idAt = (position: number): number => once[position % once.length] ?? 0;
    const textOf = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => texts[(from + index) % once.length]).join('');
    const { messageIds } = seedConversation(seeding, {
      ...{ title, atMs: Date.now(), texts: [title, textOf(0, tokens)], finish: 'tokenLimit' },
    });
    const messageId = messageIds.at(-1);
    if (messageId === undefined) throw new Error('no reply');
    store.traces.insert(
      {
        ...{ messageId, model: { id: model.id, name: 'Seeded' }, vocabularyHash: vocabulary.hash },
        ...{ vocabularySize: size, endTokenIds: vocabulary.endTokenIds, profile, seed: 1 },
        ...{ settings: samplerPresets.balanced, promptTokens: 0, replyTokens: tokens },
      },
      { tokenIds: [], spans: [] },
    );
    const random = createRandom();
    for (let from = 0; from < tokens; from += tokensPerChunk) {
      const count = Math.min(tokensPerChunk, tokens - from);
      const steps = encodeSteps(
        Array.from({ length: count }, (_, index) => stepOf(idAt(from + index), size, random)),
      );
      store.traces.appendChunk(messageId, {
        ...{ kind: 'tokens', firstToken: from, count, steps, text: textOf(from, from + count) },
      });
    }
  });
}

const profile = { ...testProfile, engine: 'seeded', contextTokens: 32_768 };

function pieceOf(bytes: Uint8Array, offsets: Uint8Array, id: number): string {
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  return Buffer.from(
    bytes.subarray(view.getUint32(id * 4, true), view.getUint32(id * 4 + 4, true)),
  ).toString();
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
