/**
 * Gives files to the core in parts, lets it check them, and shows what came. Page. Only bytes and names leave the page: no path
 * is known here.
 */
import { PrismeError } from '#contract/errors.ts';
import { mostMoveFiles, movePartBytes, type ImportResult } from '#contract/move.ts';
import { core } from '../../client.ts';
import { useMoving } from '../../state/moving.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { runTransfer } from '../../state/transfers.ts';
import { closeDialog, openDialog } from '../../state/view.ts';

/** For `accept`; a packed file is let through so that the error can say what to do. */
export const conversationFiles = '.json,.jsonl,.zip,application/json';

/** By its name: what it holds is looked at in the core. */
export const isConversationFile = ({ name }: File): boolean => /\.(?:jsonl?|zip)$/i.test(name);

type Progress = (fraction: number | null) => void;

/** How much of the bar each takes; writing takes the rest. */
const uploadShare = 0.35;
const checkShare = 0.3;

/** Opens the dialog with what came. */
export async function importConversations(files: readonly File[]): Promise<void> {
  const [first] = files;
  if (!first) return;
  // One dialog at a time: the progress takes the place of this one, and what came opens it again.
  closeDialog();
  const result = await runTransfer('importConversations', first.name, async (onProgress, signal) => {
    if (files.length > mostMoveFiles) throw new PrismeError('app.invalidInput', { field: 'files' });
    const uploadId = crypto.randomUUID();
    try {
      await upload(uploadId, files, onProgress, signal);
      return await checkAndFinish(uploadId, onProgress, signal);
    } catch (error) {
      // The core keeps nothing of what was given up; where it ended by itself, this changes nothing.
      await core.move.cancelImport({ uploadId }).catch(() => undefined);
      throw error;
    }
  });
  if (!result) return;
  await queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
  useMoving.setState({ result });
  openDialog('move');
}

async function upload(
  uploadId: string,
  files: readonly File[],
  onProgress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  let sentBytes = 0;
  for (const [fileIndex, file] of files.entries()) {
    const fileName = file.name.slice(0, 300);
    for (let offset = 0, isFirst = true; isFirst || offset < file.size; isFirst = false) {
      const bytes = new Uint8Array(await file.slice(offset, offset + movePartBytes).arrayBuffer());
      signal.throwIfAborted();
      await core.move.upload({ uploadId, fileIndex, fileName, offset, bytes });
      offset += bytes.length;
      sentBytes += bytes.length;
      onProgress((uploadShare * sentBytes) / Math.max(1, totalBytes));
    }
  }
}

async function checkAndFinish(
  uploadId: string,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<ImportResult> {
  for (let fraction = 0; fraction < 1;) {
    ({ fraction } = await core.move.checkImport({ uploadId }));
    signal.throwIfAborted();
    onProgress(uploadShare + checkShare * fraction);
  }
  for (;;) {
    const { fraction, result } = await core.move.finishImport({ uploadId });
    // Everything is there: too late to be given up.
    if (result !== null) return result;
    signal.throwIfAborted();
    onProgress(uploadShare + checkShare + (1 - uploadShare - checkShare) * fraction);
  }
}
