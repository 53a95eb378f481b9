/**
 * The loaded model's vocabulary: texts to ids with llama.cpp's tokeniser, ids to bytes from the model file's own
 * list. Runs in the engine. It applies no chat template.
 */
import { tokenTypes, pieceBytes } from '#probability/token-bytes.ts';
import { resolveDryBreakers, type DryBreakers } from '#probability/dry-breakers.ts';
import type { EngineModel } from './load-model.ts';

/** A special token that stands for itself in a template's text. */
export type ControlToken = {
  readonly id: number;
  readonly text: string;
  /** llama.cpp drops white space on this side of the token (Phi-3 and others). */
  readonly stripsBefore: boolean;
  readonly stripsAfter: boolean;
};

export type EngineVocabulary = {
  readonly size: number;
  /** Ids of a text as content: special tokens in it stay plain text. */
  tokenize(text: string): number[];
  /** The bytes that a token stands for; control tokens: the bytes of their name. */
  bytesOf(id: number): Uint8Array;
  isControl(id: number): boolean;
  /** Longest name first, the order in which llama.cpp looks for them. */
  readonly controlTokens: readonly ControlToken[];
  /** What sequence breakers of DRY mean for this vocabulary. Remembers the last list: the first use reads every token. */
  dryBreakers(texts: readonly string[]): DryBreakers;
};

export function createEngineVocabulary({
  model,
  endTokenIds,
  vocabularySize,
}: EngineModel): EngineVocabulary {
  const { tokens: pieces, token_type: types, model: tokenizerModel } = model.fileInfo.metadata.tokenizer.ggml;
  const endIds = new Set(endTokenIds);
  const known = new Map<number, Uint8Array>();
  const tokenize = (text: string): number[] => model.tokenize(text, false);

  // llama.cpp treats every token that ends a generation as control, whatever the file says.
  const typeOf = (id: number): number =>
    endIds.has(id) ? tokenTypes.control : (types?.[id] ?? tokenTypes.normal);
  const isControl = (id: number): boolean => typeOf(id) === tokenTypes.control;

  function bytesOf(id: number): Uint8Array {
    let bytes = known.get(id);
    if (bytes === undefined) {
      bytes = pieceBytes(pieces[id] ?? '', typeOf(id), tokenizerModel);
      known.set(id, bytes);
    }
    return bytes;
  }

  function findControlTokens(): ControlToken[] {
    const found: ControlToken[] = [];
    for (const [id, text] of pieces.entries()) {
      if (text === '' || (!isControl(id) && typeOf(id) !== tokenTypes.unknown)) continue;
      // `id` counts the vocabulary's own tokens, which is what node-llama-cpp's branded Token stands for.
      const attributes = model.getTokenAttributes(id as Parameters<typeof model.getTokenAttributes>[0]);
      found.push({ id, text, stripsBefore: attributes.lstrip, stripsAfter: attributes.rstrip });
    }
    return found.sort((left, right) => right.text.length - left.text.length);
  }

  const dryBreakers = rememberLast((texts) => {
    const all = Array.from({ length: vocabularySize }, (_, id) => bytesOf(id));
    return resolveDryBreakers(texts, all, (bytes) => tokenize(new TextDecoder().decode(bytes)));
  });

  return {
    size: vocabularySize,
    tokenize,
    bytesOf,
    isControl,
    controlTokens: findControlTokens(),
    dryBreakers,
  };
}

/** Answers again what it answered last, for the same list of texts. */
function rememberLast<T>(answer: (texts: readonly string[]) => T): (texts: readonly string[]) => T {
  let last: { texts: readonly string[]; value: T } | null = null;
  return (texts) => {
    const isSame =
      last !== null &&
      texts.length === last.texts.length &&
      texts.every((text, index) => text === last?.texts[index]);
    if (last === null || !isSame) last = { texts: [...texts], value: answer(texts) };
    return last.value;
  };
}
