/**
 * Models: the files that are known, what their headers say, and which one is loaded. Portable.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { chatChoiceSchema, chatFormatSchema, chatInForceSchema, shownTemplateSchema } from './chat-format.ts';
import { calibrationSchema, kvCacheTypeSchema, loadedModelSchema } from './engine.ts';
import { errorMap, errorRecordSchema } from './errors.ts';
import { inspectedModelSchema } from './model-facts.ts';
import { binnedFileSchema, modelFolderSchema } from './model-places.ts';
import {
  binnedFileIdSchema,
  fileTicketSchema,
  modelIdSchema,
  placeIdSchema,
  vocabularyHashSchema,
} from './ids.ts';
import { generationSettingsSchema } from './sampler.ts';
import { bytesSchema } from './serializers.ts';

const procedure = oc.errors(errorMap);
const bytes = z.number().min(0).max(1e15);

/** What the model's engine is doing. */
export const modelStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unloaded') }),
  z.object({ kind: z.literal('loading'), fraction: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('calibrating'), fraction: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('loaded'), model: loadedModelSchema }),
  z.object({ kind: z.literal('failed'), error: errorRecordSchema }),
  z.object({ kind: z.literal('quarantined'), error: errorRecordSchema }),
]);
export type ModelState = z.infer<typeof modelStateSchema>;

/**
 * Chosen by the person for one model and kept. Null: Prisme's own choice. What is missing is as it was before it could be
 * chosen, so that the numbers stay the same.
 */
export const loadSettingsSchema = z.object({
  contextTokens: z.int().min(8).max(1_048_576).nullable(),
  threads: z.int().min(1).max(1_024).nullable(),
  gpu: z.enum(['auto', 'off']),
  /** Layers that the graphics card holds; null: as many as fit. */
  gpuLayers: z.int().min(0).max(10_000).nullable().default(null),
  /** Tokens of a prompt that are evaluated in one go; null: 512. */
  batchTokens: z.int().min(1).max(4_096).nullable().default(null),
  flashAttention: z.boolean().default(false),
  kvCacheType: kvCacheTypeSchema.default('f16'),
  /** The file is mapped into memory and read as it is needed; false: read whole, into memory of its own. */
  useMmap: z.boolean().default(true),
  /** What new conversations with this model begin with; null: the preset "balanced". */
  sampler: generationSettingsSchema.nullable().default(null),
});
export type LoadSettings = z.infer<typeof loadSettingsSchema>;
/** As a page or a test gives them: what is missing is filled in. */
export type GivenLoadSettings = z.input<typeof loadSettingsSchema>;

/** What a model takes in memory at its settings, in bytes. The parts are estimates and sum up to the estimate of the whole. */
export const memoryNeedSchema = z.object({
  bytes,
  /** `bytes` is the most that this file held at once with these settings; otherwise it is an estimate, an upper bound. */
  isMeasured: z.boolean(),
  weightsBytes: bytes,
  /** Keys and values of the context. */
  cacheBytes: bytes,
  /** Buffers of the computation. */
  computeBytes: bytes,
  /** The engine itself, with its tables of the vocabulary. */
  engineBytes: bytes,
  /** The context that the cache is for. */
  contextTokens: z.int().min(1).max(1_048_576),
  /** The most that a graphics card held of it at these settings; null: none did, or its driver did not say. */
  cardBytes: bytes.nullable(),
});
export type MemoryNeed = z.infer<typeof memoryNeedSchema>;

/** What the models hold together, and what they may. Bytes. */
export const modelMemorySchema = z.object({
  totalBytes: bytes,
  /** What could be used now without swapping. */
  availableBytes: bytes,
  /** What models may hold together before the least recently used leaves for the next one. */
  budgetBytes: bytes,
  /** What Prisme takes when no share is chosen. */
  automaticBudgetBytes: bytes,
  /** Left to the system whatever is loaded. */
  spareBytes: bytes,
  /** The least recently used first. */
  holdings: z.array(z.object({ modelId: modelIdSchema, bytes, lastUsedMs: z.number().min(0) })).max(1_000),
  /** Unloaded because a smaller budget was chosen, and not loaded since; what each held. */
  freed: z.array(z.object({ modelId: modelIdSchema, bytes })).max(1_000),
});
export type ModelMemory = z.infer<typeof modelMemorySchema>;

/** A model in the list. The fields after `state` are read from the file's header; null: the header does not say. */
export const modelSchema = z.object({
  id: modelIdSchema,
  /** The file name without its ending and quantisation; the header's name where the file name says nothing. */
  name: z.string().max(300),
  fileName: z.string().max(300),
  sizeBytes: bytes,
  /** False when the file has been moved or deleted since it was added. */
  isPresent: z.boolean(),
  /** Not present, and at its last place lies something else. */
  isReplaced: z.boolean(),
  /** Files that hold the model and are there. */
  copies: z.int().min(0).max(100_000),
  state: modelStateSchema,
  architecture: z.string().max(100),
  /** For example "Q4_K_M"; null when the header does not say. */
  quantisation: z.string().max(40).nullable(),
  parameterCount: z.number().min(0).max(1e15).nullable(),
  trainedContextTokens: z.int().min(1).max(1e9).nullable(),
  vocabularySize: z.int().min(1).max(10_000_000),
  vocabularyHash: vocabularyHashSchema,
  hasChatTemplate: z.boolean(),
  /** The format of the file's own template; null: it has none, or one that Prisme does not know. */
  chatFormat: chatFormatSchema.nullable(),
  /** How conversations are given to it now. Without a choice: in the file's template, or, where there is none, as texts. */
  chat: chatInForceSchema,
  /** A person chose that. */
  isChatChosen: z.boolean(),
  /** What the names of a model without a template speak for. Only a suggestion: nothing takes it but a person. */
  suggestedFormat: chatFormatSchema.nullable(),
  licence: z.string().max(200).nullable(),
  /** What loading needs at `loadSettings`: as measured, else weights, KV cache and compute buffers as estimated. */
  estimatedMemoryBytes: bytes,
  /** The same, and what it is made of. */
  memoryNeed: memoryNeedSchema,
  loadSettings: loadSettingsSchema,
  calibration: calibrationSchema.nullable(),
});
export type Model = z.infer<typeof modelSchema>;

/** A file in a model folder that cannot be a model, with the reason. */
export const rejectedFileSchema = z.object({
  fileName: z.string().max(300),
  sizeBytes: bytes,
  error: errorRecordSchema,
});
export type RejectedFile = z.infer<typeof rejectedFileSchema>;

/** Types of a vocabulary entry, as in llama.cpp's llama_token_type. */
export const tokenTypes = [
  'undefined',
  'normal',
  'unknown',
  'control',
  'userDefined',
  'unused',
  'byte',
] as const;
export type TokenType = (typeof tokenTypes)[number];

/**
 * A vocabulary, for turning ids into bytes without the model. `bytes` holds the bytes of every token one after the
 * other; token i is `bytes[offsets[i] … offsets[i+1])`; `offsets` is little-endian u32, vocabularySize + 1 of them;
 * `types` is one byte a token, an index into `tokenTypes`. Control tokens hold the bytes of their name.
 */
export const vocabularySchema = z.object({
  hash: vocabularyHashSchema,
  bytes: bytesSchema(256 * 1024 * 1024),
  offsets: bytesSchema(64 * 1024 * 1024),
  types: bytesSchema(16 * 1024 * 1024),
  endTokenIds: z.array(z.int().min(0).max(10_000_000)).max(1_000),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;

export const modelsContract = {
  list: procedure
    .input(z.object({}))
    .output(z.object({ models: z.array(modelSchema), rejected: z.array(rejectedFileSchema) })),
  /** Looks through the model folders again. */
  rescan: procedure.input(z.object({})).output(z.object({})),
  /** Opens the system's file dialog (Electron only: see app.status.hasFileDialog). Null: cancelled. Errors: model.* */
  choose: procedure.input(z.object({})).output(modelSchema.nullable()),
  /** Adds a file that was uploaded (web shell). Errors: file.expired, model.* */
  add: procedure.input(z.object({ ticket: fileTicketSchema })).output(modelSchema),
  /** Reads the file's header and says where its copies lie. Errors: model.notFound */
  inspect: procedure.input(z.object({ modelId: modelIdSchema })).output(inspectedModelSchema),
  /** Takes the model from the list; the file stays where it is. */
  remove: procedure.input(z.object({ modelId: modelIdSchema })).output(z.object({})),
  /** Undoes `remove`. Errors: model.notFound once the core has been started again */
  restore: procedure.input(z.object({ modelId: modelIdSchema })).output(modelSchema),
  /** Moves one file of the model into the bin, after unloading it. Errors: model.inUse, model.notDeletable, model.unreadable */
  deleteFile: procedure
    .input(z.object({ modelId: modelIdSchema, placeId: placeIdSchema }))
    .output(binnedFileSchema),
  /** Deleted files that can be put back, oldest first. */
  bin: procedure.input(z.object({})).output(z.array(binnedFileSchema).max(10_000)),
  /** Puts a deleted file back where it was. Errors: model.notInBin, model.unreadable */
  restoreFile: procedure.input(z.object({ binId: binnedFileIdSchema })).output(modelSchema),
  /** Deletes for good what lies in the bin. */
  emptyBin: procedure.input(z.object({})).output(z.object({ freedBytes: bytes })),
  /** The folders that are looked through or could be. Counts the files in each: for whoever looks at them. */
  folders: procedure.input(z.object({})).output(z.array(modelFolderSchema).max(1_000)),
  /** Switches a folder on or off; answers the list. Files that were found in it stay known. */
  watchFolder: procedure
    .input(z.object({ folderId: placeIdSchema, isWatched: z.boolean() }))
    .output(z.array(modelFolderSchema).max(1_000)),
  /** Opens the system's dialog for a folder (Electron only). Null: cancelled. */
  chooseFolder: procedure.input(z.object({})).output(z.array(modelFolderSchema).max(1_000).nullable()),
  configure: procedure
    .input(z.object({ modelId: modelIdSchema, loadSettings: loadSettingsSchema }))
    .output(modelSchema),
  /** Chooses how conversations are given to it, from the next message on. Null: as the file says. Errors: model.noChatTemplate */
  setChat: procedure
    .input(z.object({ modelId: modelIdSchema, choice: chatChoiceSchema.nullable() }))
    .output(modelSchema),
  /** A template to be read; null: there is none. Errors: model.* */
  chatTemplate: procedure
    .input(z.object({ modelId: modelIdSchema, which: chatInForceSchema }))
    .output(shownTemplateSchema.nullable()),
  /** Loads it (calibrating the first time) and answers when it is ready; progress comes as `modelChanged` notices. Errors: model.*, engine.* */
  load: procedure
    .input(
      z.object({
        modelId: modelIdSchema,
        /** A person wants it although it is not expected to fit: the memory is not asked. */
        evenIfTooLarge: z.boolean().optional(),
        /** A model that is not wanted any more: its load is given up, unless somebody else waits for it too. */
        insteadOf: modelIdSchema.optional(),
      }),
    )
    .output(modelSchema),
  /** Frees its memory. A reply that is being written is stopped first. */
  unload: procedure.input(z.object({ modelId: modelIdSchema })).output(modelSchema),
  /** Measures the best number of threads again. */
  calibrate: procedure.input(z.object({ modelId: modelIdSchema })).output(modelSchema),
  /** Lets a quarantined model be tried again. */
  release: procedure.input(z.object({ modelId: modelIdSchema })).output(modelSchema),
  /** Who holds how much memory now. */
  memory: procedure.input(z.object({})).output(modelMemorySchema),
  vocabulary: procedure.input(z.object({ hash: vocabularyHashSchema })).output(vocabularySchema),
};
