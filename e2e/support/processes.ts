/**
 * The processes of a running app, read from the system: which ones live below a process, and which of them are the
 * core or an engine. Runs in the test process. Ends nothing by itself.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

type Row = { readonly pid: number; readonly parent: number; readonly command: string };

/** Every living process; a zombie has ended, only its parent has not asked yet. */
function livingProcesses(): readonly Row[] {
  return process.platform === 'linux' ? rowsOfProc() : rowsOfPs();
}

function rowsOfProc(): readonly Row[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => rowOfProc(Number(name)) ?? []);
}

function rowOfProc(pid: number): Row | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid, parent: Number(parent), command };
  } catch {
    // it ended between the listing and the reading
    return null;
  }
}

function rowsOfPs(): readonly Row[] {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' }).split('\n');
  return rows.flatMap((row) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? [];
    if (pid === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
  });
}

/** Ids of the living processes below `rootPid`, those that run out/main/<entry>.js when an entry is named. */
export function descendants(rootPid: number, entry?: 'core' | 'engine'): number[] {
  const rows = livingProcesses();
  const found: Row[] = [];
  for (let frontier = [rootPid]; frontier.length > 0;) {
    const next = rows.filter(({ parent }) => frontier.includes(parent));
    found.push(...next);
    frontier = next.map(({ pid }) => pid);
  }
  return found
    .filter(({ command }) => entry === undefined || command.includes(`${entry}.js`))
    .map(({ pid }) => pid);
}

/** Those of the given processes that still live. A process id is not used again within a test. */
export function stillLiving(pids: readonly number[]): number[] {
  const living = new Set(livingProcesses().map(({ pid }) => pid));
  return pids.filter((pid) => living.has(pid));
}
