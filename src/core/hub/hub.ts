/**
 * Finding models: the list that comes with Prisme and the hub's answers, each with what would fit on this machine now.
 * Runs in the core. Of a file it reads the header at most.
 */
import { PrismeError } from '#contract/errors.ts';
import type {
  CatalogueModel,
  Fit,
  HubFiles,
  HubFound,
  HubRepository,
  HubSearch,
  Repository,
} from '#contract/hub.ts';
import type { GgufHeader } from '#core/models/gguf/gguf-header.ts';
import { type ModelSummary, numberOf, summariseHeader } from '#core/models/gguf/header-summary.ts';
import { isKnownArchitecture } from '#core/models/gguf/known-architectures.ts';
import type { ModelLibrary } from '#core/models/model-library.ts';
import { readCatalogue } from './catalogue.ts';
import { estimateShape } from './estimate-shape.ts';
import { fitOf, measuredBytesPerSecond, readsAllWeights, type Room } from './fit.ts';
import type { HubClient } from './hub-client.ts';
import { variantsOf } from './variants.ts';

export type HubContext = {
  readonly client: HubClient;
  readonly hubUrl: () => URL;
  readonly library: Pick<ModelLibrary, 'list' | 'capacity'>;
};

export type Hub = {
  /** Asks nobody. */
  catalogue(): { host: string; models: CatalogueModel[] };
  /** @throws hub.*, download.gated, egress.denied */
  search(search: HubSearch, signal?: AbortSignal): Promise<HubFound>;
  repository(repository: Repository, signal?: AbortSignal): Promise<HubRepository>;
  /** The sum of a file's own header. @throws as above, download.fileMissing, model.* */
  fileFit(files: HubFiles, signal?: AbortSignal): Promise<{ fit: Fit }>;
};

export function createHub({ client, hubUrl, library }: HubContext): Hub {
  const room = (): Room => {
    const { freeBytes, heldBytes } = library.capacity();
    return { freeBytes, heldBytes, bytesPerSecond: measuredBytesPerSecond(library.list().models) };
  };
  return {
    catalogue: () => {
      const here = room();
      return { host: hubUrl().host, models: readCatalogue().map((entry) => withFits(entry, here)) };
    },
    search: (search, signal) => client.search(search, signal),
    repository: async (repository, signal) => {
      const { model, revision, files } = await client.repository(repository, signal);
      const { variants, leftOut } = variantsOf(files, model.parameterCount);
      const here = room();
      const readsAll = readsAllWeights(model.architecture, model.repository);
      return {
        ...model,
        revision,
        isKnownArchitecture: model.architecture === null ? null : isKnownArchitecture(model.architecture),
        variants: variants.map((variant) => {
          const { sizeBytes } = variant;
          const summary = estimateShape(model.parameterCount, model.contextTokens, sizeBytes);
          return {
            ...variant,
            files: [...variant.files],
            fit: fitOf({ summary, sizeBytes }, here, readsAll),
          };
        }),
        leftOut,
      };
    },
    fileFit: async ({ repository, revision, files }, signal) => {
      const [first] = files;
      if (first === undefined) throw new PrismeError('download.fileMissing');
      const summary = summaryOfFirst(await client.header(repository, revision, first, signal), files.length);
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      const readsAll = readsAllWeights(summary.architecture, repository);
      return { fit: fitOf({ summary, sizeBytes }, room(), readsAll) };
    },
  };
}

/** Of a split model the first file has everything that memory goes by; the others hold weights, which their sizes say. */
function summaryOfFirst(header: GgufHeader, fileCount: number): ModelSummary {
  if (fileCount > 1 && numberOf(header.metadata, 'split.count') !== fileCount)
    throw new PrismeError('model.corrupt', { where: 'split.count' });
  // gguf-split can leave the first file without tensors.
  const tensorCount = fileCount > 1 ? Math.max(1, header.tensorCount) : header.tensorCount;
  return summariseHeader({ ...header, fileCount, tensorCount });
}

type Entry = ReturnType<typeof readCatalogue>[number];

function withFits(entry: Entry, here: Room): CatalogueModel {
  const { architecture, name, parameterCount, contextTokens } = entry;
  const fitAt = (sizeBytes: number) =>
    fitOf(
      { summary: estimateShape(parameterCount, contextTokens, sizeBytes), sizeBytes },
      here,
      readsAllWeights(architecture, name),
    );
  return {
    ...entry,
    isKnownArchitecture: isKnownArchitecture(architecture),
    quantisations: entry.quantisations.map((each) => ({ ...each, fit: fitAt(each.aboutBytes) })),
  };
}
