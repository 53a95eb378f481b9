/**
 * What the hub answers, checked as far as it is used and turned into the contract's terms. Runs in the core. Pure. An
 * answer is hostile: what is missing or makes no sense becomes null or is left out, and text is cut and cleaned.
 *
 * Shapes: huggingface.js, packages/hub (types/api/api-model.ts, lib/list-models.ts); huggingface_hub, hf_api.py (ModelInfo,
 * RepoSibling, BlobLfsInfo); answers recorded in public repositories for `gguf`, which neither describes.
 */
import { z } from 'zod';
import { PrismeError } from '#contract/errors.ts';
import { type HubModel, repositorySchema, revisionSchema } from '#contract/hub.ts';
import { languageCodes } from './language-codes.ts';
import type { ListedFile } from './variants.ts';

const mostEntries = 1_000;
const mostFiles = 20_000;
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);
const bounded = z.number().min(0).max(1e15);

const lfsSchema = z.object({
  // `blobs=true` calls it sha256, the list of a tree oid.
  sha256: orNull(z.string().max(100)),
  oid: orNull(z.string().max(100)),
  size: orNull(bounded),
});

const siblingSchema = z.object({
  rfilename: z.string().max(2_000),
  size: orNull(bounded),
  lfs: orNull(lfsSchema),
});

const modelSchema = z.object({
  id: repositorySchema,
  sha: orNull(revisionSchema),
  gated: orNull(z.union([z.boolean(), z.string().max(40)])),
  downloads: orNull(bounded),
  likes: orNull(bounded),
  lastModified: orNull(z.string().max(60)),
  pipeline_tag: orNull(z.string().max(1_000)),
  tags: z.array(z.unknown()).max(10_000).catch([]).default([]),
  gguf: orNull(
    z.object({
      total: orNull(bounded),
      architecture: orNull(z.string().max(1_000)),
      context_length: orNull(bounded),
    }),
  ),
});

const repositoryAnswerSchema = modelSchema.extend({
  sha: revisionSchema,
  siblings: z.array(z.unknown()).max(mostFiles),
});

export type RepositoryAnswer = {
  readonly model: HubModel;
  readonly revision: z.infer<typeof revisionSchema>;
  readonly files: readonly ListedFile[];
};

/** @throws hub.badAnswer: it is no list, or a long one of which nothing can be read */
export function readModels(json: unknown): HubModel[] {
  const list = z.array(z.unknown()).max(mostEntries).safeParse(json);
  if (!list.success) throw badAnswer('notAList');
  const models = list.data.flatMap((entry) => {
    const model = modelSchema.safeParse(entry);
    return model.success ? [modelOf(model.data)] : [];
  });
  // One entry that makes no sense is the hub's affair; when none does, this is another service.
  if (models.length === 0 && list.data.length > 0) throw badAnswer('noModel');
  return models;
}

/** @throws hub.badAnswer */
export function readRepository(json: unknown): RepositoryAnswer {
  const answer = repositoryAnswerSchema.safeParse(json);
  if (!answer.success) throw badAnswer(answer.error.issues[0]?.path.join('.') ?? '');
  const files = answer.data.siblings.flatMap((entry): ListedFile[] => {
    const sibling = siblingSchema.safeParse(entry);
    if (!sibling.success) return [];
    const { rfilename, size, lfs } = sibling.data;
    // Some answers give the size of the pointer beside that of the file.
    return [{ path: rfilename, sizeBytes: lfs?.size ?? size, sha256: lfs?.sha256 ?? lfs?.oid ?? null }];
  });
  return { model: modelOf(answer.data), revision: answer.data.sha, files };
}

function modelOf(answer: z.infer<typeof modelSchema>): HubModel {
  const tags = answer.tags.filter((tag) => typeof tag === 'string');
  const { gguf } = answer;
  return {
    repository: answer.id,
    licence: clean(tagged(tags, 'license:'), 200),
    // Languages stand among the tags, by their codes alone.
    languages: [...new Set(tags.filter((tag) => languageCodes.has(tag)))].slice(0, 200),
    isGated: Boolean(answer.gated),
    downloads: Math.floor(answer.downloads ?? 0),
    likes: Math.floor(answer.likes ?? 0),
    updatedAtMs: timeOf(answer.lastModified),
    task: clean(answer.pipeline_tag, 100),
    parameterCount: wholeOf(gguf?.total),
    architecture: clean(gguf?.architecture, 100),
    contextTokens: contextOf(gguf?.context_length),
  };
}

function tagged(tags: readonly string[], beginning: string): string | undefined {
  return tags.find((tag) => tag.startsWith(beginning))?.slice(beginning.length);
}

function timeOf(text: string | null): number | null {
  const timeMs = Date.parse(text ?? '');
  return timeMs >= 0 && timeMs <= 1e14 ? timeMs : null;
}

/** Of parameters there are none or many: 0 says nothing. */
function wholeOf(value: number | null | undefined): number | null {
  return value ? Math.floor(value) : null;
}

function contextOf(tokens: number | null | undefined): number | null {
  return tokens && Number.isInteger(tokens) && tokens >= 1 && tokens <= 1e9 ? tokens : null;
}

/** Without control and format characters, which could turn or hide what stands beside it; null when nothing is left. */
function clean(text: string | null | undefined, limit: number): string | null {
  const cleaned = text
    ?.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, limit);
  return cleaned ? cleaned : null;
}

export function badAnswer(reason: string): PrismeError {
  return new PrismeError('hub.badAnswer', { reason: reason.slice(0, 200) });
}
