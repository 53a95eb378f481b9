/**
 * Whether a model of the hub is on this machine already. Portable, pure.
 */
import type { Download } from '#contract/downloads.ts';
import type { HubFile } from '#contract/hub.ts';
import type { Model } from '#contract/models.ts';

/**
 * A model's id is the hash of its file: the same one is known wherever it came from. One of several parts is known by its
 * download.
 */
export function isHere(
  files: readonly HubFile[],
  download: Download | null,
  models: readonly Pick<Model, 'id' | 'isPresent'>[],
): boolean {
  const present = new Set<string>(models.filter(({ isPresent }) => isPresent).map(({ id }) => id));
  if (files.length > 0 && files.every(({ sha256 }) => present.has(sha256))) return true;
  return download?.state.kind === 'complete' && present.has(download.state.modelId);
}
