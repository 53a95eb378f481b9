/**
 * The bounds of our GGUF reader. Runs in the core. A GGUF file is hostile input: every number it holds is checked
 * against one of these before anything is allocated or skipped because of it.
 */
export const ggufLimits = {
  /** Everything before the tensor data: metadata, vocabulary and tensor descriptions. */
  headerBytes: 64 * 1024 * 1024,
  metadataEntries: 10_000,
  tensors: 100_000,
  keyBytes: 64 * 1024,
  stringBytes: 16 * 1024 * 1024,
  arrayEntries: 2_000_000,
  /** llama.cpp's GGML_MAX_NAME, with the final zero. */
  tensorNameBytes: 64,
  dimensions: 4,
  blocks: 10_000,
  heads: 65_536,
  embeddingLength: 10_000_000,
  /** Strings of metadata that are kept at all; longer ones are only known to be there. */
  keptStringBytes: 4_096,
  /** What is kept of a chat template: formats are recognised in it, and people read it. */
  keptTemplateBytes: 256 * 1024,
  /** Number arrays that are kept (one number a layer); longer ones are walked over. */
  keptNumbers: 10_000,
  readingMs: 10_000,
} as const;

/** Alignments of the tensor data that the format allows: powers of two, 8 to 4,096 bytes. */
export function isAllowedAlignment(alignment: number): boolean {
  return (
    Number.isInteger(alignment) && alignment >= 8 && alignment <= 4_096 && (alignment & (alignment - 1)) === 0
  );
}
