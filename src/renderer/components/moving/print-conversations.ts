/**
 * Prints conversations, or makes a PDF of them. Page. The window makes the file itself; a browser opens its own dialog, which
 * can save one.
 */
import type { Conversation } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { useMoving } from '../../state/moving.ts';
import { runTransfer } from '../../state/transfers.ts';
import { saveFile } from '../exporting/save-file.ts';

/** What the shell does with the page as it would be printed. */
export const makesPdf = window.prisme !== undefined;
/** All of them stand in the page at once while they are printed. */
export const mostPrinted = 200;

/** False: it failed (the dialog says how), was stopped, or a browser's dialog took over. */
export async function printConversations(
  conversationIds: readonly ConversationId[],
  fileName: string,
): Promise<boolean> {
  const pdf = await runTransfer('export', fileName, async (onProgress, signal) => {
    const printed: Conversation[] = [];
    for (const [index, conversationId] of conversationIds.entries()) {
      printed.push(await core.conversations.get({ conversationId }));
      signal.throwIfAborted();
      onProgress((index + 1) / conversationIds.length);
    }
    return await withSheet(printed, print);
  });
  if (!pdf) return false;
  saveFile(fileName, pdf);
  return true;
}

async function withSheet<Result>(
  printed: readonly Conversation[],
  work: () => Promise<Result>,
): Promise<Result> {
  useMoving.setState({ printed });
  try {
    await drawn();
    return await work();
  } finally {
    useMoving.setState({ printed: [] });
  }
}

async function print(): Promise<Blob | null> {
  if (window.prisme === undefined) {
    window.print();
    return null;
  }
  const pdf = await window.prisme.printPage();
  if (pdf === null) throw new PrismeError('app.internal');
  return new Blob([new Uint8Array(pdf)], { type: 'application/pdf' });
}

/** Two frames: React has drawn in the first. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
