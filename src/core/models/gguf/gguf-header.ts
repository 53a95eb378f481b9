/**
 * What our reader keeps of a GGUF header, as plain data. Runs in the core. Types only; read-header.ts fills it.
 */

import type { TensorShares } from './tensor-shares.ts';

/**
 * A metadata value. Long strings, long arrays and numbers above 2⁵³ are walked over and not kept: `null` says that
 * the key is there. The vocabulary's own arrays are in GgufHeader.
 */
export type GgufValue = string | number | boolean | readonly number[] | null;

/** `tokenizer.chat_template`: how long it is, and as much of it as is kept. */
export type ChatTemplate = { readonly bytes: number; readonly beginning: string };

export type GgufHeader = {
  readonly version: number;
  /** Bytes of the file, or of all files of a split model. */
  readonly fileBytes: number;
  /** 1; of a split model that was read as a whole, how many files it has. */
  readonly fileCount: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** `tokenizer.ggml.tokens`: the piece of every token. */
  readonly pieces: readonly string[];
  /** `tokenizer.ggml.token_type`: one byte a token, llama.cpp's llama_token_type; all 1 (normal) when the file has none. */
  readonly pieceTypes: Uint8Array;
  /** Null: there is none, or it is not a text. */
  readonly chatTemplate: ChatTemplate | null;
  readonly tensorCount: number;
  /** Number of weights: the elements of all tensors together. */
  readonly parameterCount: number;
  /** Bytes of all tensors together, padding included. */
  readonly tensorBytes: number;
  /** The tensors by type and by part of the network, padding left out. */
  readonly shares: TensorShares;
};
