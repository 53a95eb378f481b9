/**
 * What a person can do with backups. Runs in the page. The core opens again after a restore or a salvage; the page then
 * begins anew, because everything that it knows may be gone.
 */
import type { Backup } from '#contract/backups.ts';
import { connection, core } from '../../client.ts';
import { attempt } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';

export async function createBackup(): Promise<void> {
  const made = await attempt(() => core.backups.create({}));
  if (made) await queryClient.invalidateQueries({ queryKey: queryKeys.backups });
}

/** Leads to the ways out of a database that was found damaged while it was open. */
export async function openRescue(): Promise<void> {
  const { epoch } = connection.get();
  const isOpening = await attempt(() => core.backups.openRescue({}));
  if (!isOpening) return;
  await connection.after(epoch);
  window.location.reload();
}

/** @returns false when it was refused; the reason is shown as a toast */
export async function restoreBackup({ name }: Backup): Promise<boolean> {
  const { epoch } = connection.get();
  const isDecided = await attempt(() => core.backups.restore({ name }));
  if (!isDecided) return false;
  await connection.after(epoch);
  window.location.reload();
  return true;
}
