/**
 * For work on what may be damaged, where failing is an answer. Runs in the core.
 */

/** Whether it got to its end. What it throws is not looked at. */
export function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
