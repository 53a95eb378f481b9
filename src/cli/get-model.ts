/**
 * `models get`: downloads a model of the hub into the model folder, with its progress. Runs in the terminal shell. What
 * was interrupted goes on when the same is asked for again.
 */
import { PrismeError } from '#contract/errors.ts';
import type { Download } from '#contract/downloads.ts';
import type { HubFile } from '#contract/hub.ts';
import type { DownloadId } from '#contract/ids.ts';
import type { DownloadsService } from '#core/downloads/downloads.ts';
import type { GetCommand } from './cli-arguments.ts';
import type { OpenLibrary } from './open-library.ts';
import type { Terminal } from './terminal.ts';

const lookEveryMs = 200;
/** Of the whole, between two lines about the progress. */
const percentStep = 5;
const usual = 'Q4_K_M';

/**
 * Exit code 0: the model is in the list; 130: interrupted, and what has arrived is kept.
 * @throws app.invalidInput, egress.denied, hub.*, download.*, model.*
 */
export async function getModel(
  { downloads }: Pick<OpenLibrary, 'downloads'>,
  { repository, wanted }: Pick<GetCommand, 'repository' | 'wanted'>,
  terminal: Pick<Terminal, 'line' | 'note'>,
  wasInterrupted: () => boolean,
): Promise<number> {
  const { revision, files } = await downloads.files(repository);
  const file = chooseFile(files, wanted);
  const { id } = await downloads.start(repository, revision, [file.path]);
  terminal.note(`${file.path} from ${repository}`);
  let saidPercent = -percentStep;
  while (!wasInterrupted()) {
    const download = present(downloads, id);
    const { state } = download;
    if (state.kind === 'complete') {
      terminal.line(download.fileName);
      return 0;
    }
    if (state.kind === 'failed') throw new PrismeError(state.error.code, state.error.details);
    if (state.kind === 'paused') throw new PrismeError('egress.denied', { reason: state.reason });
    const percent = Math.floor((download.receivedBytes / Math.max(1, download.sizeBytes)) * 100);
    if (percent >= saidPercent + percentStep) {
      saidPercent = percent - (percent % percentStep);
      terminal.note(progressOf(download, percent));
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  terminal.note('What has arrived is kept. The same command goes on with it.');
  return 130;
}

function present(downloads: DownloadsService, id: DownloadId): Download {
  const download = downloads.list().find((each) => each.id === id);
  if (download === undefined) throw new PrismeError('download.notFound');
  return download;
}

function progressOf({ state, receivedBytes, sizeBytes }: Download, percent: number): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const speed =
    state.kind === 'running' && state.bytesPerSecond !== null
      ? `, ${megabytes(state.bytesPerSecond)} MB/s`
      : '';
  return `${percent} %: ${megabytes(receivedBytes)} of ${megabytes(sizeBytes)} MB${speed}`;
}

/** @param wanted a file, or a quantisation as it stands in a file's name; null: the usual one, or the only one there is */
export function chooseFile(files: readonly HubFile[], wanted: string | null): HubFile {
  // Of a model in several parts the first stands for all.
  const firsts = files.filter(({ path }) => !/-(?!00001)\d{5}-of-\d{5}\.gguf$/i.test(path));
  const found = matching(firsts, wanted ?? usual);
  const chosen = found.length === 0 && wanted === null ? firsts : found;
  const [file] = chosen;
  if (file !== undefined && chosen.length === 1) return file;
  const names = (chosen.length === 0 ? firsts : chosen).map(({ path }) => path);
  throw new PrismeError('app.invalidInput', {
    option: 'models get',
    reason:
      `${chosen.length === 0 ? 'nothing there is called that' : 'several fit'}; name one behind a colon: ${names.join(', ')}`.slice(
        0,
        2_000,
      ),
  });
}

function matching(files: readonly HubFile[], wanted: string): readonly HubFile[] {
  const lower = wanted.toLowerCase();
  const exact = files.filter(({ path }) => path === wanted || path.split('/').at(-1) === wanted);
  if (exact.length > 0) return exact;
  return files.filter(({ path }) =>
    path
      .toLowerCase()
      .split(/[^\w]|-/)
      .includes(lower),
  );
}
