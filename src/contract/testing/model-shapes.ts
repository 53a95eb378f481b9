/**
 * The shapes of what is said about model files, their folders and the bin. Runs in tests only.
 */
import { errorRecord } from './common-shapes.ts';
import { flag, list, nullable, number, object, oneOf, sha256, text, uuid, whole } from './shapes.ts';

const most = 10_000_000;
const bytes = number(0, 1e15);
const said = nullable(text(0, 300));
const path = text(0, 4_096);

const facts = object({
  ggufVersion: whole(1, 1_000),
  sha256: nullable(text(0, 64)),
  sizeBytes: bytes,
  fileCount: whole(1, 10_000),
  name: said,
  author: said,
  licence: said,
  architecture: text(0, 100),
  parameterCount: bytes,
  quantisation: nullable(text(0, 40)),
  blockCount: bytes,
  embeddingLength: bytes,
  feedForwardLength: bytes,
  headCount: bytes,
  trainedContextTokens: nullable(whole(1, 1e9)),
  vocabularySize: whole(1, most),
  vocabularyHash: sha256,
  tokeniser: object({ model: said, pre: said }),
  tensorCount: whole(0, most),
  tensorTypes: list(object({ type: text(0, 40), tensors: whole(0, most), parameters: bytes, bytes }), 0, 100),
  parts: list(
    object({
      part: oneOf('embeddings', 'attention', 'feedForward', 'output', 'other', 'header'),
      bytes,
    }),
    0,
    6,
  ),
  hasOutputMatrix: flag,
  chatTemplate: nullable(object({ bytes, beginning: text(0, 4_096) })),
});

export const inspectedModel = object({
  facts: nullable(facts),
  error: nullable(errorRecord),
  places: list(
    object({ id: sha256, fileName: text(0, 300), folder: path, isPresent: flag, isLink: flag }),
    0,
    1_000,
  ),
  freeableBytes: bytes,
  movedFrom: nullable(path),
});

export const binnedFile = object({
  id: uuid,
  fileName: text(0, 300),
  folder: path,
  sizeBytes: bytes,
  deletedAtMs: whole(0, 1e15),
});

export const modelFolder = object({
  id: sha256,
  kind: oneOf('start', 'chosen', 'lmStudio', 'ollama', 'llamaCpp', 'huggingFace', 'jan'),
  path,
  isWatched: flag,
  fileCount: whole(0, 1_000_000),
  bytes,
});

export const modelMemory = object({
  totalBytes: bytes,
  availableBytes: bytes,
  budgetBytes: bytes,
  automaticBudgetBytes: bytes,
  spareBytes: bytes,
  holdings: list(object({ modelId: sha256, bytes: bytes, lastUsedMs: number(0) }), 0, 1_000),
  freed: list(object({ modelId: sha256, bytes: bytes }), 0, 1_000),
});
