/**
 * Deletes everything and opens the page again on the empty Prisme that follows. Page.
 */
import { connection, core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';

/** Does not come back when it succeeds: the page is loaded again. @throws why nothing was deleted */
export async function deleteEverything(): Promise<void> {
  const { epoch } = connection.get();
  try {
    await core.privacy.deleteEverything({ isConfirmed: true });
  } catch (cause) {
    // The connection ends with the core that was asked; an answer that got lost with it changes nothing.
    if (toPageError(cause).code !== 'page.connectionLost') throw cause;
  }
  await connection.after(epoch);
  window.sessionStorage.clear();
  window.location.reload();
}
