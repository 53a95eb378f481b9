/**
 * Conversations from a seed: trees of messages in every alphabet, with traces, scores and forks. Runs in tests only. The numbers
 * are invented, their form is that of real ones.
 */
import type { Fork } from '#contract/conversations.ts';
import {
  type ConversationId,
  conversationIdSchema,
  type FolderId,
  folderIdSchema,
  type MessageId,
  messageIdSchema,
  modelIdSchema,
} from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { Store } from '../../db/store.ts';
import type { Dice } from './dice.ts';
import { randomDocuments } from './random-documents.ts';
import { vocabularyHash } from '../../models/vocabulary.ts';
import { addSummaries } from './random-summaries.ts';

const words = [
  ...[
    'light',
    'prisme',
    'déjà',
    'Straße',
    '波长',
    'קשת',
    'ضوء',
    '🌈',
    '👩‍🔬',
    '\u0000',
    '\u202e',
    'a\nb',
    '"',
    '\\',
    '</script>',
  ],
  ...['| a | b |', '```', '\r\n', '\uFFFD', "it's"],
] as unknown as readonly [string, ...string[]];

/** A vocabulary as a model's: bytes by themselves and words, with the hash that its pieces have. */
export const testVocabulary: Vocabulary = (() => {
  const pieces = Array.from({ length: 320 }, (_, id) =>
    new TextEncoder().encode(id < 256 ? `<0x${id.toString(16).toUpperCase().padStart(2, '0')}>` : `▁w${id}`),
  );
  const types = Uint8Array.from(pieces, (_, id) => (id < 256 ? 6 : 1));
  const bytes = pieces.map((piece, id) =>
    id < 256
      ? Uint8Array.of(id)
      : new TextEncoder().encode(new TextDecoder().decode(piece).replaceAll('▁', ' ')),
  );
  const offsets = new Uint32Array(pieces.length + 1);
  bytes.forEach((piece, id) => (offsets[id + 1] = (offsets[id] ?? 0) + piece.length));
  return {
    hash: vocabularyHash('llama', pieces, types),
    bytes: new Uint8Array(Buffer.concat(bytes)),
    offsets: new Uint8Array(offsets.buffer),
    types,
    endTokenIds: [2],
  };
})();

const modelId = modelIdSchema.parse('ab'.repeat(32));
const model = { id: modelId, name: 'Tiny · Q4_K_M' };

function textOf(dice: Dice): string {
  return Array.from({ length: dice.int(1, 30) }, () => dice.pick(words)).join(' ');
}

function step(dice: Dice, tokenId: number, isScore: boolean): TraceStep {
  const size = dice.int(0, 6);
  const ids = new Set(Array.from({ length: size }, () => dice.int(0, 319)));
  ids.delete(tokenId);
  const topIds = [tokenId, ...ids];
  let logit = Math.fround(dice.next() * 20);
  const topLogits = Float32Array.from(topIds, () => (logit = Math.fround(logit - dice.next())));
  const first = topLogits[0] ?? 0;
  const origin = isScore ? 'prompt' : dice.pick(['sampled', 'forced'] as const);
  return {
    ...{ tokenId, origin, logit: first, maxLogit: first, logZ: dice.next() * 3, isLogZExact: true },
    ...{ draw: dice.pick([null, dice.next()]), xtcDraw: null, endLogprob: dice.pick([null, -dice.next()]) },
    ...{ logZAtTemperature: dice.pick([null, dice.next()]), rank: dice.pick([null, 1]) },
    ...{ topIds: Uint32Array.from(topIds), topLogits },
  };
}

function addTrace(store: Store, dice: Dice, messageId: MessageId, about: readonly MessageId[]): void {
  const tokenIds = Array.from({ length: dice.int(1, 12) }, () => dice.int(0, 319));
  const spans = [
    { start: 0, end: tokenIds.length, part: 'user' as const, messageId: dice.pick([null, ...about]) },
  ];
  store.traces.insert(
    {
      ...{ messageId, model, vocabularyHash: testVocabulary.hash, vocabularySize: 320, endTokenIds: [2] },
      ...{ profile: testProfile, settings: samplerPresets.creative, seed: dice.int(0, 2 ** 31) },
      ...{ promptTokens: tokenIds.length, replyTokens: 0 },
    },
    { tokenIds, spans },
  );
  let firstToken = 0;
  for (let run = dice.next() < 0.05 ? 20 : dice.int(0, 3); run > 0; run -= 1) {
    const steps = Array.from({ length: dice.int(1, 4) }, () => step(dice, dice.int(0, 319), false));
    const chunk = { kind: 'tokens' as const, firstToken, count: steps.length, steps: encodeSteps(steps) };
    store.traces.appendChunk(messageId, { ...chunk, text: dice.pick(words) });
    firstToken += steps.length;
  }
  if (dice.next() < 0.7) return;
  const scored = tokenIds.map((id) => step(dice, id, true));
  const chunk = { kind: 'tokens' as const, firstToken: 0, count: scored.length, steps: encodeSteps(scored) };
  store.traces.storePromptScore(messageId, {
    profile: { ...testProfile, pass: 'scoring' },
    scoredAtMs: dice.int(0, 1e12),
    chunks: [chunk],
  });
}

function endOf(dice: Dice): ReplyEnd {
  const reason = dice.pick([
    'endToken',
    'stopString',
    'tokenLimit',
    'contextLimit',
    'stopped',
    'interrupted',
  ] as const);
  const stats = {
    ...{ promptTokens: dice.int(0, 99), reusedTokens: dice.int(0, 9), replyTokens: dice.int(0, 99) },
    ...{ firstTokenMs: dice.next() * 1e3, promptTokensPerSecond: null, tokensPerSecond: dice.next() * 100 },
    memoryBytes: dice.int(0, 1e9),
  };
  const error = { code: 'engine.exited' as const, details: { signal: 'SIGKILL', exitCode: 9 } };
  return { reason, error: reason === 'interrupted' ? error : null, stats: dice.pick([null, stats]) };
}

/** One of three, made when it is first needed. */
function folderOf({ folders }: Store, dice: Dice): FolderId {
  const name = dice.pick(['Lumière', 'Work', 'Ideas']);
  const known = folders.list();
  const found = known.find((folder) => folder.name === name);
  if (found !== undefined) return found.id;
  const id = folderIdSchema.parse(dice.uuid());
  folders.insert({
    ...{ id, name, position: known.length, systemPrompt: '', modelId: null, isCollapsed: false },
    ...{ createdAtMs: 1, deletedAtMs: null },
  });
  return id;
}

/** One conversation with up to 7 messages in several branches. */
export function addRandomConversation(store: Store, dice: Dice): ConversationId {
  const id = conversationIdSchema.parse(dice.uuid());
  const conversation = {
    ...{ id, title: textOf(dice).slice(0, 60).toWellFormed(), isPinned: dice.next() < 0.2 },
    ...{ createdAtMs: dice.int(0, 1e12), updatedAtMs: dice.int(0, 1e12), deletedAtMs: null },
    ...{ systemPrompt: dice.pick(['', textOf(dice)]), template: dice.pick(['model', 'none'] as const) },
    settings: {
      ...dice.pick<GenerationSettings>([samplerPresets.greedy, samplerPresets.creative]),
      seed: dice.pick([null, 7]),
    },
    ...{ modelId: dice.pick([null, modelId]), draft: dice.pick(['', textOf(dice)]) },
    presetId: null,
    replyBeginning: dice.pick(['', textOf(dice).slice(0, 80).toWellFormed()]),
    titleBy: dice.pick(['beginning', 'model', 'person'] as const),
    archivedAtMs: dice.pick([null, dice.int(0, 1e12)]),
    folderId: dice.pick([null, folderOf(store, dice)]),
    contextStrategy: dice.pick(['stop', 'dropOldest', 'summariseOldest'] as const),
  };
  store.conversations.insert({ ...conversation, leafId: null });
  store.conversationTags.set(id, dice.pick([[], [{ tag: 'Été', folded: 'ete' }]]));
  store.documents.setDraft(id, randomDocuments(store, dice, textOf));
  const ids: MessageId[] = [];
  const replies: MessageId[] = [];
  for (let left = dice.int(0, 7); left > 0; left -= 1) {
    const isReply = ids.length > 0 && dice.next() < 0.5;
    const parentId = ids.length === 0 ? null : (ids[dice.int(0, ids.length - 1)] ?? null);
    const messageId = messageIdSchema.parse(dice.uuid());
    const place = { id: messageId, conversationId: id, parentId, createdAtMs: dice.int(0, 1e12) };
    if (isReply) addReply(store, dice, place, [ids, replies]);
    else store.messages.insertUserMessage({ ...place, text: textOf(dice) });
    if (isReply) replies.push(messageId);
    else store.documents.attach(messageId, randomDocuments(store, dice, textOf));
    ids.push(messageId);
  }
  addSummaries(store, dice, id, ids);
  const leafId = ids.length === 0 ? null : (ids[dice.int(0, ids.length - 1)] ?? null);
  store.conversations.update({ ...conversation, leafId });
  return id;
}

type NewPlace = Parameters<Store['messages']['insertUserMessage']>[0] extends infer Message
  ? Omit<Message, 'text'>
  : never;

function addReply(
  store: Store,
  dice: Dice,
  place: NewPlace & { readonly id: MessageId },
  [ids, replies]: readonly [readonly MessageId[], readonly MessageId[]],
): void {
  const cutMessageIds = dice.pick([[], ids.slice(0, 1)]);
  store.messages.insertReply({
    ...place,
    model,
    settings: samplerPresets.creative,
    seed: dice.int(0, 99),
    cutMessageIds,
  });
  store.messages.finish(place.id, textOf(dice), endOf(dice));
  const fork: Fork = {
    ...{
      sourceId: replies.at(-1) ?? null,
      target: dice.pick(['reply', 'start'] as const),
      position: dice.int(0, 9),
    },
    ...{ tokenIds: [dice.int(0, 319)], text: dice.pick(words), logprob: dice.pick([null, -dice.next()]) },
  };
  if (dice.next() < 0.3) store.forks.insert(place.id, fork);
  if (dice.next() < 0.6) addTrace(store, dice, place.id, ids);
}
