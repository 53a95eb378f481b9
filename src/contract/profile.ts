/**
 * The evaluation profile: everything about how numbers were computed that can move them. Portable.
 * Batch shape, flash attention, build and backend move a log-probability by up to 0.1–0.5 nat on small quantised
 * models, so every trace stores its profile and numbers of different profiles are never compared silently.
 */
import { z } from 'zod';

const position = z.int().min(0).max(10_000_000);

/** Runs of tokens that were evaluated one by one, `[start, end)` each, in order. */
export const aloneRunsSchema = z.array(z.tuple([position, position])).max(100_000);
export type AloneRuns = readonly (readonly [start: number, end: number])[];

export const evaluationProfileSchema = z.object({
  /** For example "node-llama-cpp 3.22.1, llama.cpp b8500". */
  engine: z.string().max(200),
  /** "cpu", "cuda", "vulkan" or "metal". */
  backend: z.string().max(40),
  gpuLayers: z.int().min(0).max(10_000),
  threads: z.int().min(1).max(1_024),
  batchTokens: z.int().min(1).max(65_536),
  flashAttention: z.boolean(),
  /** Type of the KV cache, for example "f16". */
  kvCacheType: z.string().max(20),
  contextTokens: z.int().min(1).max(10_000_000),
  /** How the positions were evaluated: one by one while generating, or in batches over a given text. */
  pass: z.enum(['generation', 'scoring']),
  /**
   * Which tokens of the prompt before its last one were evaluated one by one, such as the replies of earlier turns when
   * they were still in the cache; the others were in batches of `batchTokens` that begin anew behind each run. Missing:
   * not known.
   */
  promptAlone: aloneRunsSchema.optional(),
  /** False when the exact normaliser was not available and bounds are shown instead. */
  isLogZExact: z.boolean(),
});
export type EvaluationProfile = z.infer<typeof evaluationProfileSchema>;
