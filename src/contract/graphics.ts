/**
 * What an engine says of the graphics cards of its machine. Portable.
 */
import { z } from 'zod';

/** Kinds of graphics cards that llama.cpp can compute on. */
export const graphicsKinds = ['cuda', 'vulkan', 'metal'] as const;
const graphicsKindSchema = z.enum(graphicsKinds);

/** The card, or the cards together, that a model was loaded on. */
const graphicsCardSchema = z.object({
  names: z.array(z.string().max(300)).max(64),
  /** Layers of the model that it holds, and how many the model has. The processor computes the others. */
  layers: z.int().min(0).max(10_000),
  totalLayers: z.int().min(0).max(10_000),
  totalBytes: z.number().min(0).max(1e15),
  /** Free when the model had been loaded. */
  freeBytes: z.number().min(0).max(1e15),
  /** By how much less was free than before: weights, cache and buffers of this model. Null: the driver does not say. */
  heldBytes: z.number().min(0).max(1e15).nullable(),
});
export type GraphicsCard = z.infer<typeof graphicsCardSchema>;

/** What became of the graphics cards of this machine when a model was loaded. */
export const graphicsSchema = z.object({
  /** Driver and library are there. */
  found: z.array(graphicsKindSchema).max(graphicsKinds.length),
  used: graphicsKindSchema.nullable(),
  /**
   * Why the processor computes. `off`: a person chose so; `none`: there is no card, at most a library for one;
   * `notStarted`: what was found could not be used; `loadFailed`: the model could not be loaded with it, and was then loaded
   * without. Null: a card is used.
   */
  notUsed: z.enum(['off', 'none', 'notStarted', 'loadFailed']).nullable(),
  /** What the library said about that, or about a kind that would have come before the one in use; null: nothing. */
  reason: z.string().max(2_000).nullable(),
  /** Missing: the processor computes. */
  card: graphicsCardSchema.optional(),
});
export type Graphics = z.infer<typeof graphicsSchema>;
