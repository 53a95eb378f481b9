/**
 * Finding models: the list that comes with Prisme and the hub's answers, each with what would fit on this machine now.
 * Runs in the core. It fetches no file.
 */
import type { CatalogueModel, HubFound, HubRepository, HubSearch, Repository } from '#contract/hub.ts';
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
  };
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
