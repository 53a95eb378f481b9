/**
 * Pulls an export out of the core, part by part, and hands it to the browser as a file. Page.
 */
import type { ConversationId } from '#contract/ids.ts';
import type { MoveFormat } from '#contract/move.ts';
import { core } from '../../client.ts';
import { runTransfer } from '../../state/transfers.ts';
import { saveFile } from '../exporting/save-file.ts';

const types: Readonly<Record<MoveFormat, string>> = {
  json: 'application/json',
  md: 'text/markdown;charset=utf-8',
  html: 'text/html;charset=utf-8',
};

export type Export = {
  /** Null: all. */
  readonly conversationIds: ConversationId[] | null;
  readonly format: MoveFormat;
  readonly language: 'en' | 'fr';
  readonly fileName: string;
};

/** False: it failed (the dialog says how) or was stopped. */
export async function exportConversations({ fileName, ...request }: Export): Promise<boolean> {
  const blob = await runTransfer('export', fileName, async (onProgress, signal) => {
    const { exportId, conversations } = await core.move.startExport(request);
    const parts: Blob[] = [];
    for (let isLast = false; !isLast;) {
      const part = await core.move.readExport({ exportId });
      signal.throwIfAborted();
      // A blob may lie on the disk; an array of bytes would not.
      parts.push(new Blob([new Uint8Array(part.bytes)]));
      onProgress(conversations === 0 ? null : part.conversations / conversations);
      ({ isLast } = part);
    }
    return new Blob(parts, { type: types[request.format] });
  });
  if (!blob) return false;
  saveFile(fileName, blob);
  return true;
}
