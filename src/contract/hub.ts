/**
 * What the hub of models (Hugging Face, or a mirror of it) is asked for and answers, as far as Prisme uses it. Portable.
 * Nothing here is asked before a person presses a button that says so.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';

/** "owner/name", as the hub spells it. It becomes part of an address: letters, digits and `.-_` only, never `..`. */
export const repositorySchema = z
  .string()
  .max(200)
  .regex(/^(?!.*\.\.)[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/);
export type Repository = z.infer<typeof repositorySchema>;

/** A commit of a repository: what was looked at is what is fetched. */
export const revisionSchema = z.string().regex(/^[0-9a-f]{40}$/);
export type Revision = z.infer<typeof revisionSchema>;

/** A file's path inside its repository. Never used as a path of this machine. */
export const hubPathSchema = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[\w .,+()[\]@=-]+(?:\/[\w .,+()[\]@=-]+)*$/);

/** A file that the hub keeps in its large-file store, with the hash that it must have. */
export const hubFileSchema = z.object({
  path: hubPathSchema,
  sizeBytes: z.number().min(0).max(1e15),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type HubFile = z.infer<typeof hubFileSchema>;

/** Tasks of the hub that Prisme has a use for, or will have. */
export const hubTasks = ['text-generation', 'feature-extraction'] as const;

export const hubSizes = ['tiny', 'small', 'medium', 'large', 'huge'] as const;
export type HubSize = (typeof hubSizes)[number];

/** Parameters, both ends included. */
export const hubSizeRanges: Readonly<Record<HubSize, readonly [least: number, most: number]>> = {
  tiny: [0, 1e9],
  small: [1e9, 4e9],
  medium: [4e9, 10e9],
  large: [10e9, 35e9],
  huge: [35e9, Infinity],
};

/** Licences by the names that the hub gives them; the commonest ones of models with GGUF files. */
export const hubLicences = ['apache-2.0', 'mit', 'llama3.1', 'llama3.2', 'llama3.3', 'gemma'] as const;

export const hubSearchSchema = z.object({
  query: z.string().max(200),
  task: z.enum(hubTasks).nullable(),
  licence: z.enum(hubLicences).nullable(),
  /** ISO 639-1: what the repository says that its model speaks. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
  size: z.enum(hubSizes).nullable(),
  /** Of the answer before; null: from the beginning. Opaque, the hub's own. */
  cursor: z
    .string()
    .regex(/^[\w+/=.~-]{1,2000}$/)
    .nullable(),
});
export type HubSearch = z.infer<typeof hubSearchSchema>;

const count = z.int().min(0).max(1e15);
const shortName = z.string().max(100);

/** What a repository says of itself. Null: it does not say. */
const aboutRepository = {
  repository: repositorySchema,
  licence: z.string().max(200).nullable(),
  /** ISO 639-1, as far as they are listed. */
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).max(200),
  /** One must accept conditions on the hub before it hands the files out. */
  isGated: z.boolean(),
  downloads: count,
  likes: count,
  updatedAtMs: z.int().min(0).max(1e14).nullable(),
  task: shortName.nullable(),
  parameterCount: count.nullable(),
  architecture: shortName.nullable(),
  contextTokens: z.int().min(1).max(1e9).nullable(),
};

export const hubModelSchema = z.object(aboutRepository);
export type HubModel = z.infer<typeof hubModelSchema>;

export const hubFoundSchema = z.object({
  models: z.array(hubModelSchema).max(100),
  /** Null: there are no more. */
  cursor: hubSearchSchema.shape.cursor,
});
export type HubFound = z.infer<typeof hubFoundSchema>;

/**
 * Whether a model would run on this machine now, and the sum behind it. It needs weights + cache + compute at
 * `contextTokens`; free memory and what loaded models would give back have to hold that and the spare.
 */
export const fitSchema = z.object({
  verdict: z.enum(['fits', 'slow', 'doesNotFit']),
  weightsBytes: z.number().min(0).max(1e15),
  cacheBytes: z.number().min(0).max(1e15),
  /** Compute buffers, the vocabulary's tables, and the engine's process. */
  computeBytes: z.number().min(0).max(1e15),
  contextTokens: z.int().min(1).max(1e9),
  freeBytes: z.number().min(0).max(1e15),
  freedBytes: z.number().min(0).max(1e15),
  spareBytes: z.number().min(0).max(1e15),
  /** Estimated from a model that was measured here, by the bytes that a token reads; null: nothing to estimate from. */
  tokensPerSecond: z.number().min(0).max(1e9).nullable(),
});
export type Fit = z.infer<typeof fitSchema>;

/** A model of a repository, by its files as the core listed them. */
export const hubFilesSchema = z.object({
  repository: repositorySchema,
  revision: revisionSchema,
  files: z.array(hubFileSchema).min(1).max(1_000),
});
export type HubFiles = z.infer<typeof hubFilesSchema>;

export const quantisationGroups = ['small', 'balanced', 'large'] as const;
export type QuantisationGroup = (typeof quantisationGroups)[number];

/** One model of a repository at one quantisation: a file, or all parts of one. */
export const hubVariantSchema = z.object({
  name: z.string().max(500),
  /** As the file's name spells it, for example "Q4_K_M" or "UD-Q4_K_XL"; null: it does not say. */
  quantisation: z.string().max(40).nullable(),
  group: z.enum(quantisationGroups),
  /** Of this very file: its size over the parameters. Null: the hub does not say how many there are. */
  bitsPerWeight: z.number().min(0).max(1_000).nullable(),
  sizeBytes: z.number().min(0).max(1e15),
  /** In the order of their parts. */
  files: z.array(hubFileSchema).min(1).max(1_000),
  fit: fitSchema,
});
export type HubVariant = z.infer<typeof hubVariantSchema>;

export const hubRepositorySchema = z.object({
  ...aboutRepository,
  revision: revisionSchema,
  /** False: this engine does not know the architecture. Null: the hub does not say which it is. */
  isKnownArchitecture: z.boolean().nullable(),
  /** Smallest first. */
  variants: z.array(hubVariantSchema).max(1_000),
  /** GGUF files that are no model of their own, or that nobody could check: projectors, matrices, half sets of parts. */
  leftOut: count,
});
export type HubRepository = z.infer<typeof hubRepositorySchema>;

/** A size from the catalogue: near enough to choose by. The hub says the exact one when it is asked. */
const aboutBytes = z.int().min(1).max(1e15);

/** An entry of the list that comes with Prisme (resources/catalogue.json). */
export const catalogueEntrySchema = z.object({
  name: shortName,
  repository: repositorySchema,
  use: z.enum(['chat', 'reasoning', 'embedding']),
  /** What it is good for, in one sentence. */
  goodFor: z.object({ en: z.string().min(1).max(300), fr: z.string().min(1).max(300) }),
  licence: shortName,
  architecture: shortName,
  /** About. */
  parameterCount: count,
  contextTokens: z.int().min(1).max(1e9),
  languages: aboutRepository.languages,
  /** Its makers trained it for French, too. */
  isGoodInFrench: z.boolean(),
  /** From small to large; at least one. */
  quantisations: z
    .array(z.object({ name: z.string().min(1).max(40), group: z.enum(quantisationGroups), aboutBytes }))
    .min(1)
    .max(3),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

export const catalogueModelSchema = catalogueEntrySchema.extend({
  isKnownArchitecture: z.boolean(),
  quantisations: z
    .array(catalogueEntrySchema.shape.quantisations.element.extend({ fit: fitSchema }))
    .min(1)
    .max(3),
});
export type CatalogueModel = z.infer<typeof catalogueModelSchema>;

const procedure = oc.errors(errorMap);

export const hubContract = {
  /** The list that comes with Prisme, with what fits now. Asks nobody. `host`: whom the other two would ask. */
  catalogue: procedure
    .input(z.object({}))
    .output(z.object({ host: z.string().max(300), models: z.array(catalogueModelSchema).max(100) })),
  /** Asks the hub. To be called only when a person has pressed a button that says so. Errors: hub.*, download.gated, egress.denied */
  search: procedure.input(hubSearchSchema).output(hubFoundSchema),
  /** Asks the hub, as above. */
  repository: procedure.input(z.object({ repository: repositorySchema })).output(hubRepositorySchema),
  /**
   * Reads the header of a model's first file on the hub: the same sum as of `repository`, of this very file instead of an
   * estimate. Asks the hub, as above. Errors: as above, download.fileMissing, and what reading a model file throws (model.*)
   */
  fileFit: procedure.input(hubFilesSchema).output(z.object({ fit: fitSchema })),
};
