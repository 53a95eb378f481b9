/**
 * Runs a command under strace and says who in it tried to reach another machine. Runs in the process of the suites.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processCalls, processKinds } from './process-kinds.ts';
import { outgoingCalls, outsideTargetsOf } from './system-calls.ts';

const control = join(import.meta.dirname, 'processes', 'reach-out.ts');
/** A browser sends itself more messages than anybody could read: only what names an address or a process is kept. */
const kept = 'AF_INET|exec|clone|fork';
/**
 * Inside of strace: first the control, then the command. What it started may live on without it, a display for one, and
 * strace would wait for that: it is told to let go.
 */
const script = `"$0" --no-warnings '${control}'; "$@"; kill "$PPID"`;

export type Attempts = {
  /** Addresses outside this machine, for each kind of process that tried to reach one; a call each. */
  readonly byKind: ReadonlyMap<string, readonly string[]>;
  /** Kinds of processes that were seen at all. */
  readonly kinds: readonly string[];
};

/** Runs what `run` makes of the command that it is given to put before its own. */
export async function watched<Result>(
  run: (before: readonly string[]) => Promise<Result>,
): Promise<{ result: Result; attempts: Attempts }> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-strace-'));
  const file = join(folder, 'trace');
  const traced = `trace=${outgoingCalls},${processCalls}`;
  const result = await run([
    // -I 2: `script` ends strace; by itself it would also wait for what outlives the specs, as a virtual display does.
    ...['strace', '-I', '2', '-f', '-qq', '--seccomp-bpf', '-s', '512', '-e', 'signal=none', '-e', traced],
    ...['-o', `|grep -aE '${kept}' >'${file}'`],
    ...['sh', '-c', script, process.execPath],
  ]);
  const attempts = attemptsIn(readFileSync(file, 'latin1').split('\n'));
  rmSync(folder, { recursive: true, force: true });
  return { result, attempts };
}

function attemptsIn(lines: readonly string[]): Attempts {
  const kindOf = processKinds(lines);
  const byKind = new Map<string, string[]>();
  for (const [line, text] of lines.entries()) {
    const targets = outsideTargetsOf(text);
    if (targets.length > 0) byKind.set(kindOf(line), [...(byKind.get(kindOf(line)) ?? []), ...targets]);
  }
  return { byKind, kinds: [...new Set(lines.keys().map(kindOf))] };
}
