/**
 * Says who goes first when memory runs out. Runs in the core.
 */
import { writeFile } from 'node:fs/promises';

/** Linux: this process goes before the core, whose data matters. Elsewhere, and if refused: nothing. */
export async function preferKilling(pid: number | undefined): Promise<void> {
  if (process.platform !== 'linux' || pid === undefined) return;
  await writeFile(`/proc/${pid}/oom_score_adj`, '500').catch(() => undefined);
}
