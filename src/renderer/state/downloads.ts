/**
 * Downloads as every screen sees them, and what can be done with one. Runs in the page.
 */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Download } from '#contract/downloads.ts';
import type { HubFile, Repository, Revision } from '#contract/hub.ts';
import type { DownloadId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { attemptChange } from './actions.ts';
import { queryKeys } from './queries.ts';

/** The latest first; kept up to date by notices. */
export function useDownloads(): UseQueryResult<Download[]> {
  return useQuery({ queryKey: queryKeys.downloads, queryFn: () => core.downloads.list({}) });
}

/** To be called only by a button that says so. A failure is shown as a toast. True: it is in the list. */
export function startDownload(
  repository: Repository,
  revision: Revision,
  files: readonly HubFile[],
): Promise<boolean> {
  const paths = files.map(({ path }) => path);
  return attemptChange(queryKeys.downloads, () => core.downloads.start({ repository, revision, paths }));
}

/** The download of these very files, if there is one. */
export function downloadOf(
  downloads: readonly Download[],
  repository: Repository,
  files: readonly HubFile[],
): Download | null {
  const first = files[0]?.path;
  return downloads.find((each) => each.repository === repository && each.paths[0] === first) ?? null;
}

/** Waits, or does something by itself. */
export function isUnderWay({ state }: Download): boolean {
  return ['waiting', 'running', 'retrying', 'verifying'].includes(state.kind);
}

export const pauseDownload = (downloadId: DownloadId): Promise<boolean> =>
  attemptChange(queryKeys.downloads, () => core.downloads.pause({ downloadId }));
export const resumeDownload = (downloadId: DownloadId): Promise<boolean> =>
  attemptChange(queryKeys.downloads, () => core.downloads.resume({ downloadId }));
/** What has arrived is deleted; a complete one only leaves the list. */
export const cancelDownload = (downloadId: DownloadId): Promise<boolean> =>
  attemptChange(queryKeys.downloads, () => core.downloads.cancel({ downloadId }));
