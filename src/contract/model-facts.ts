/**
 * What a model's file says about itself, read from its header when somebody looks, and where its copies lie. Portable.
 */
import { z } from 'zod';
import { errorRecordSchema } from './errors.ts';
import { placeIdSchema, vocabularyHashSchema } from './ids.ts';

const bytes = z.number().min(0).max(1e15);
const count = z.number().min(0).max(1e15);
const text = z.string().max(300).nullable();

/** Parts of the file, in the order in which they are shown. `header`: what is no tensor, the vocabulary above all. */
export const modelParts = ['embeddings', 'attention', 'feedForward', 'output', 'other', 'header'] as const;
export type ModelPart = (typeof modelParts)[number];

const tensorTypeShareSchema = z.object({
  /** ggml's name, for example "Q4_K". */
  type: z.string().max(40),
  tensors: z.int().min(0).max(10_000_000),
  parameters: count,
  bytes,
});
export type TensorTypeShare = z.infer<typeof tensorTypeShareSchema>;

/** Null: the file does not say. */
export const modelFactsSchema = z.object({
  ggufVersion: z.int().min(1).max(1_000),
  /** Of the content; null where it was not computed. */
  sha256: z.string().max(64).nullable(),
  sizeBytes: bytes,
  /** 1, or the number of parts that the model is split into. */
  fileCount: z.int().min(1).max(10_000),
  name: text,
  author: text,
  licence: text,
  architecture: z.string().max(100),
  parameterCount: count,
  quantisation: z.string().max(40).nullable(),
  blockCount: count,
  embeddingLength: count,
  feedForwardLength: count,
  headCount: count,
  trainedContextTokens: z.int().min(1).max(1e9).nullable(),
  vocabularySize: z.int().min(1).max(10_000_000),
  vocabularyHash: vocabularyHashSchema,
  tokeniser: z.object({ model: text, pre: text }),
  tensorCount: z.int().min(0).max(10_000_000),
  tensorTypes: z.array(tensorTypeShareSchema).max(100),
  /** Adds up to `sizeBytes`. */
  parts: z.array(z.object({ part: z.enum(modelParts), bytes })).max(modelParts.length),
  /** False: the output layer is the token embeddings, used a second time. */
  hasOutputMatrix: z.boolean(),
  /** The beginning is the whole template where it is not longer than a few thousand bytes. */
  chatTemplate: z.object({ bytes, beginning: z.string().max(4_096) }).nullable(),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

/** A file that holds the model. */
const modelPlaceSchema = z.object({
  /** Names the place in requests: a page never names a path. */
  id: placeIdSchema,
  fileName: z.string().max(300),
  folder: z.string().max(4_096),
  isPresent: z.boolean(),
  /** Another name (a link) of a place above it in the list: deleting one of them frees nothing. */
  isLink: z.boolean(),
});

/** `facts` are null and `error` says why where the file cannot be read now. */
export const inspectedModelSchema = z.object({
  facts: modelFactsSchema.nullable(),
  error: errorRecordSchema.nullable(),
  places: z.array(modelPlaceSchema).max(1_000),
  /** What deleting all copies but one would free. */
  freeableBytes: bytes,
  /** Where the file lay before it was found at its present place, during this run of Prisme. */
  movedFrom: z.string().max(4_096).nullable(),
});
export type InspectedModel = z.infer<typeof inspectedModelSchema>;
