/**
 * What a GGUF header says about its model, checked and in the project's own terms. Runs in the core. Decides whether
 * an engine may be given the file at all: unknown architectures and absurd shapes stop here.
 */
import { z } from 'zod';
import { chatFormatSchema } from '#contract/chat-format.ts';
import { PrismeError } from '#contract/errors.ts';
import { recogniseFormat } from '../chat-formats/recognise-format.ts';
import type { GgufHeader, GgufValue } from './gguf-header.ts';
import { ggufLimits } from './gguf-limits.ts';
import { isKnownArchitecture } from './known-architectures.ts';
import { quantisationName } from './quantisation-names.ts';

const count = z.int().min(0).max(1e9);

/** Plain data, stored with the model so that the list needs no file. */
export const modelSummarySchema = z.object({
  /** `general.name`; null: the header does not say. */
  name: z.string().max(300).nullable(),
  architecture: z.string().max(100),
  quantisation: z.string().max(40).nullable(),
  parameterCount: z.number().min(0).max(1e15),
  trainedContextTokens: z.int().min(1).max(1e9).nullable(),
  vocabularySize: z.int().min(1).max(10_000_000),
  hasChatTemplate: z.boolean(),
  /** The template's format; null: not recognised, or no template. Missing: stored before Prisme looked for it. */
  chatFormat: chatFormatSchema.nullable().optional(),
  licence: z.string().max(200).nullable(),
  blockCount: count,
  embeddingLength: count,
  feedForwardLength: count,
  headCount: count,
  /** Numbers that one token adds to the KV cache, keys and values of all layers together. */
  cacheNumbersPerToken: z.number().min(0).max(1e12),
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

/**
 * @throws model.unsupportedArchitecture {architecture}, model.corrupt {where}, model.loadFailed {reason} for one part
 * of a split model that was read without the others
 */
export function summariseHeader(header: GgufHeader): ModelSummary {
  const { metadata } = header;
  const architecture = readArchitecture(metadata);
  if (header.fileCount === 1 && (numberOf(metadata, 'split.count') ?? 0) > 1)
    throw new PrismeError('model.loadFailed', { reason: 'splitFile' });
  const vocabularySize = header.pieces.length;
  if (vocabularySize < 1) throw corrupt('tokenizer.ggml.tokens');
  if (header.tensorCount < 1) throw corrupt('tensors');

  const own = (key: string): string => `${architecture}.${key}`;
  const blockCount = within(metadata, own('block_count'), 1, ggufLimits.blocks);
  const embeddingLength = within(metadata, own('embedding_length'), 1, ggufLimits.embeddingLength);
  const chatTemplate = header.chatTemplate?.beginning ?? '';
  const trainedContextTokens = optionalWithin(metadata, own('context_length'), 1, 1e9);
  return {
    name: textOf(metadata, 'general.name', 300),
    architecture,
    quantisation: quantisationName(numberOf(metadata, 'general.file_type') ?? -1),
    parameterCount: header.parameterCount,
    trainedContextTokens,
    vocabularySize,
    hasChatTemplate: chatTemplate !== '',
    chatFormat: recogniseFormat(chatTemplate),
    licence: textOf(metadata, 'general.license', 200),
    blockCount,
    embeddingLength,
    feedForwardLength: Math.max(0, ...perLayer(metadata, own('feed_forward_length'), 1e9)),
    headCount: heads(metadata, own('attention.head_count')),
    cacheNumbersPerToken: cacheNumbersPerToken(metadata, own, blockCount, embeddingLength),
  };
}

function readArchitecture(metadata: GgufHeader['metadata']): string {
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string' || architecture === '') throw corrupt('general.architecture');
  const kind = metadata.get('general.type');
  // Adapters, vision projectors and importance matrices carry the architecture of the model that they belong to.
  const isModel = kind === undefined || kind === 'model';
  if (!isModel || !isKnownArchitecture(architecture)) {
    const name = isModel ? architecture : `${architecture} (${String(kind)})`;
    throw new PrismeError('model.unsupportedArchitecture', { architecture: name.slice(0, 100) });
  }
  return architecture;
}

/**
 * Keys and values of every layer: KV heads × (key length + value length). A number that differs by layer is an array
 * in the header. Models without attention (mamba, rwkv) have a state of fixed size instead and count 0.
 */
function cacheNumbersPerToken(
  metadata: GgufHeader['metadata'],
  own: (key: string) => string,
  blockCount: number,
  embeddingLength: number,
): number {
  const headCount = heads(metadata, own('attention.head_count'));
  if (headCount === 0) return 0;
  const defaultLength = embeddingLength / headCount;
  const keyLength =
    optionalWithin(metadata, own('attention.key_length'), 1, ggufLimits.embeddingLength) ?? defaultLength;
  const valueLength =
    optionalWithin(metadata, own('attention.value_length'), 1, ggufLimits.embeddingLength) ?? defaultLength;
  const key = own('attention.head_count_kv');
  const cacheHeads = isNumbers(metadata.get(key))
    ? perLayer(metadata, key, ggufLimits.heads).reduce((sum, heads) => sum + heads, 0)
    : blockCount * (optionalWithin(metadata, key, 0, ggufLimits.heads) ?? headCount);
  return Math.min(1e12, Math.ceil(cacheHeads * (keyLength + valueLength)));
}

/** The number of attention heads; the largest layer's when layers differ; 0 when the model has none. */
function heads(metadata: GgufHeader['metadata'], key: string): number {
  return Math.max(0, ...perLayer(metadata, key, ggufLimits.heads));
}

/** The numbers of all layers, or the one number that holds for each; none when the header does not say. */
function perLayer(metadata: GgufHeader['metadata'], key: string, highest: number): readonly number[] {
  const value = metadata.get(key);
  if (value === undefined) return [];
  const numbers = isNumbers(value) ? value : [value];
  // One by one: in a sum, a negative number would make room for others.
  if (!numbers.every((number): number is number => isWithin(number, 0, highest))) throw corrupt(key);
  return numbers;
}

function within(metadata: GgufHeader['metadata'], key: string, lowest: number, highest: number): number {
  const value = optionalWithin(metadata, key, lowest, highest);
  if (value === null) throw corrupt(key);
  return value;
}

/** A number that the header need not hold; when it does, it must make sense. */
function optionalWithin(
  metadata: GgufHeader['metadata'],
  key: string,
  lowest: number,
  highest: number,
): number | null {
  const value = metadata.get(key);
  if (value === undefined) return null;
  if (!isWithin(value, lowest, highest)) throw corrupt(key);
  return value;
}

/** An unsigned integer, or null: there is none, or something else stands there. */
export function numberOf(metadata: GgufHeader['metadata'], key: string): number | null {
  const value = metadata.get(key);
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

/** A text of the header for people to read: no control characters, cut to `limit` characters; null when empty. */
export function textOf(metadata: GgufHeader['metadata'], key: string, limit: number): string | null {
  const value = metadata.get(key);
  if (typeof value !== 'string') return null;
  // Control (Cc) and format (Cf) characters, which could turn or hide what stands beside the name.
  const text = value
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, limit);
  return text === '' ? null : text;
}

function isWithin(value: GgufValue, lowest: number, highest: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest;
}

function isNumbers(value: GgufValue | undefined): value is readonly number[] {
  return Array.isArray(value);
}

function corrupt(where: string): PrismeError {
  return new PrismeError('model.corrupt', { where: where.slice(0, 200) });
}
