/**
 * Asks for a trace file, gives it to the core in parts, and opens the conversation that it became. Page. Only the bytes
 * leave the page: no path is known here.
 */
import { PrismeError } from '#contract/errors.ts';
import { maxTraceFileBytes, traceFilePartBytes } from '#contract/trace-file.ts';
import { core } from '../../client.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { runTransfer } from '../../state/transfers.ts';

/** Opens the file dialog of the system; the rest follows when a file was chosen. */
export function chooseTraceFile(titlePrefix: string): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void importTrace(file, titlePrefix);
  });
  input.click();
}

async function importTrace(file: File, titlePrefix: string): Promise<void> {
  const imported = await runTransfer('import', file.name, async (onProgress, signal) => {
    if (file.size === 0 || file.size > maxTraceFileBytes)
      throw new PrismeError('trace.invalidFile', { sizeBytes: file.size });
    const uploadId = crypto.randomUUID();
    for (let offset = 0; ;) {
      const bytes = new Uint8Array(await file.slice(offset, offset + traceFilePartBytes).arrayBuffer());
      signal.throwIfAborted();
      const part = { uploadId, titlePrefix, totalBytes: file.size, offset, bytes };
      offset += bytes.length;
      // With the last part the core checks the whole file: nobody knows how far it is.
      onProgress(offset < file.size ? offset / file.size : null);
      const answer = await core.traces.import(part);
      if (answer !== null) return answer;
      if (bytes.length === 0) throw new PrismeError('file.expired');
    }
  });
  if (!imported) return;
  await queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
  openConversation(imported.conversationId);
}
