/**
 * What a living process holds, as the system counts it. Runs in the process of the suites; Linux only.
 */
import { readdirSync, readFileSync } from 'node:fs';

export type ProcessFigures = {
  /** Open file descriptors. */
  readonly handles: number;
  readonly threads: number;
  /** Processes that it started and that live. */
  readonly children: number;
  /** Processes that it started and whose end it has not noticed. */
  readonly zombies: number;
};

/** Null where the system does not tell. @throws when there is no such process */
export function processFigures(pid: number): ProcessFigures | null {
  if (process.platform !== 'linux') return null;
  const states = statesOfChildren(pid);
  return {
    handles: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
    children: states.filter((state) => state !== 'Z').length,
    zombies: states.filter((state) => state === 'Z').length,
  };
}

function statesOfChildren(pid: number): string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(parent) === pid ? [state] : [];
    } catch {
      // It ended between the listing and the reading.
      return [];
    }
  });
}
