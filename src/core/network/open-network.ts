/**
 * Puts together what reaches other machines: one way to ask, the hub of models, and downloads from it. Runs in the core.
 * Asks nothing by itself.
 */
import { join } from 'node:path';
import { createHttpGet, type HttpGet } from '#egress/http-get.ts';
import { egress } from '#egress/guard-this-process.ts';
import type { Log } from '../app/log.ts';
import type { Notices } from '../app/notices.ts';
import type { Store } from '../db/store.ts';
import { createDownloads, type DownloadsService } from '../downloads/downloads.ts';
import type { FetchTuning } from '../downloads/fetch-file.ts';
import { type FreeBytes, freeBytesOf } from '../downloads/free-space.ts';
import { createHub, type Hub } from '../hub/hub.ts';
import { createHubClient } from '../hub/hub-client.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { createHubToken, type HubToken, type SecretStore } from './hub-token.ts';
import type { SettingsService } from '../settings/settings.ts';

export type NetworkOptions = {
  readonly dataDir: string;
  readonly modelDirs: readonly string[];
  readonly store: Store;
  readonly library: ModelLibrary;
  readonly settings: SettingsService;
  readonly notices: Notices;
  readonly log: Log;
  /** The system's store of secrets; null: there is none here. */
  readonly secrets?: SecretStore | null | undefined;
  readonly now: () => number;
  readonly newId: () => string;
  /** How downloads behave, if not as usual. Tests pass their own. */
  readonly downloadTuning?: DownloadTuning | undefined;
};

export type DownloadTuning = FetchTuning & {
  readonly freeBytes?: FreeBytes | undefined;
  readonly tickMs?: number | undefined;
  /** How long a server may be silent. */
  readonly idleMs?: number | undefined;
};

export type Network = { readonly hub: Hub; readonly downloads: DownloadsService; readonly token: HubToken };

export function openNetwork(options: NetworkOptions): Network {
  const { settings, library, dataDir, modelDirs, downloadTuning: tuning = {} } = options;
  const hubUrl = (): URL => new URL(settings.get().hubUrl);
  const get: HttpGet = createHttpGet({
    ...egress,
    proxyUrl: () => settings.get().proxyUrl,
    idleMs: tuning.idleMs,
  });
  const token = createHubToken({ ...options, secrets: options.secrets ?? null });
  const secretHeaders = token.headers;
  const client = createHubClient({ get, hubUrl, secretHeaders });
  const downloads = createDownloads({
    ...options,
    get,
    folder: modelDirs[0] ?? join(dataDir, 'models'),
    listFiles: (repository, revision) => client.files(repository, revision),
    addFile: (path, verified) => library.addFile(path, verified),
    freeBytes: tuning.freeBytes ?? freeBytesOf,
    tuning,
    tickMs: tuning.tickMs,
    hubUrl,
    secretHeaders,
    isOffline: () => settings.get().isOffline,
  });
  return { hub: createHub({ client, hubUrl, library }), downloads, token };
}
