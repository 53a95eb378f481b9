/**
 * What a GGUF header says about its model, for a person: the page of a model and `models inspect` show the same. Runs
 * in the core. Pure.
 */
import type { VocabularyHash } from '#contract/ids.ts';
import { type ModelFacts, modelParts } from '#contract/model-facts.ts';
import { type ModelSummary, textOf } from './gguf/header-summary.ts';
import type { GgufHeader } from './gguf/gguf-header.ts';

export type FactsSource = {
  readonly sha256: string | null;
  readonly sizeBytes: number;
  readonly header: GgufHeader;
  readonly summary: ModelSummary;
  readonly vocabularyHash: VocabularyHash;
};

export function modelFactsOf({
  sha256,
  sizeBytes,
  header,
  summary,
  vocabularyHash,
}: FactsSource): ModelFacts {
  const text = (key: string): string | null => textOf(header.metadata, key, 300);
  return {
    ggufVersion: header.version,
    sha256,
    sizeBytes,
    fileCount: header.fileCount,
    name: summary.name,
    author: text('general.author') ?? text('general.organization'),
    licence: text('general.license.name') ?? summary.licence,
    architecture: summary.architecture,
    parameterCount: summary.parameterCount,
    quantisation: summary.quantisation,
    blockCount: summary.blockCount,
    embeddingLength: summary.embeddingLength,
    feedForwardLength: summary.feedForwardLength,
    headCount: summary.headCount,
    trainedContextTokens: summary.trainedContextTokens,
    vocabularySize: summary.vocabularySize,
    vocabularyHash,
    tokeniser: { model: text('tokenizer.ggml.model'), pre: text('tokenizer.ggml.pre') },
    tensorCount: header.tensorCount,
    tensorTypes: [...header.shares.types],
    parts: partsOf(header, sizeBytes),
    hasOutputMatrix: header.shares.hasOutputMatrix,
    chatTemplate: header.chatTemplate,
  };
}

/** Parts that hold nothing are left out; what no tensor takes is the header with the vocabulary, and padding. */
function partsOf({ shares }: GgufHeader, sizeBytes: number): ModelFacts['parts'] {
  const inTensors = [...shares.parts.values()].reduce((sum, bytes) => sum + bytes, 0);
  return modelParts
    .map((part) => ({
      part,
      bytes: part === 'header' ? Math.max(0, sizeBytes - inTensors) : (shares.parts.get(part) ?? 0),
    }))
    .filter(({ bytes }) => bytes > 0);
}
