/**
 * Small model files that differ by their name, whole or split in two, as llama.cpp's gguf-split writes them. Runs in
 * tests only. No engine loads them.
 */
import { type GgufValue, writeGguf } from '../../../../fixtures/gguf-writer.ts';

export function smallModelFile(name: string, changed: Readonly<Record<string, GgufValue>> = {}): Uint8Array {
  const metadata: Record<string, GgufValue> = {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: name },
    'llama.block_count': { type: 'u32', value: 2 },
    'llama.context_length': { type: 'u32', value: 64 },
    'llama.embedding_length': { type: 'u32', value: 8 },
    'llama.attention.head_count': { type: 'u32', value: 2 },
    'tokenizer.ggml.model': { type: 'string', value: 'llama' },
    'tokenizer.ggml.tokens': { type: 'strings', value: ['<unk>', '<s>', '</s>', '▁the', '<0x0A>'] },
    ...changed,
  };
  return writeGguf(new Map(Object.entries(metadata)), [
    { name: 'token_embd.weight', shape: [8, 5], data: new Float32Array(40) },
  ]);
}

/** The second of two files holds 16 weights of the first block's attention. */
export function splitModelFiles(name: string): readonly [Uint8Array, Uint8Array] {
  const split = (number: number): Record<string, GgufValue> => ({
    'split.no': { type: 'u32', value: number },
    'split.count': { type: 'u32', value: 2 },
  });
  return [
    smallModelFile(name, split(0)),
    writeGguf(new Map(Object.entries(split(1))), [
      { name: 'blk.0.attn_q.weight', shape: [8, 2], data: new Float32Array(16) },
    ]),
  ];
}
