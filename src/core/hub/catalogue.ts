/**
 * The list of models that comes with Prisme, for whoever is offline or does not know what to look for. Runs in the core.
 * It names repositories, and sizes that are about right; the hub says the exact ones, and the hashes, when it is asked.
 */
import { z } from 'zod';
import { type CatalogueEntry, catalogueEntrySchema } from '#contract/hub.ts';
import data from '../../../resources/catalogue.json' with { type: 'json' };

/** In the order of the list: chat from small to large, then reasoning, then embeddings. */
export function readCatalogue(): readonly CatalogueEntry[] {
  return z.object({ models: z.array(catalogueEntrySchema).max(100) }).parse(data).models;
}
