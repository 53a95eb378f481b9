/**
 * Says which program each process of a trace is, from the calls that make processes and start programs: an engine and
 * the browser that a test drives are in the same trace, and only one of them is Prisme. Pure.
 */

/** Calls that make processes and start programs; strace has to write them down for this. */
export const processCalls = 'execve,execveat,clone,clone3,fork,vfork';

/** The programs that are told apart, with how a command is recognised. The first that fits counts. */
const programs: readonly (readonly [kind: string, command: RegExp])[] = [
  ['control', /reach-out\.ts"/],
  ['web shell', /out\/main\/web\.js"/],
  ['terminal', /out\/main\/cli\.js"/],
  ['engine', /out\/main\/engine\.js"/],
  ['core', /out\/main\/core\.js"/],
  ['Electron', /^"[^"]*\/electron(?:-bin)?"/i],
  ['Chromium', /^"[^"]*\/(?:chromium|chrome|google-chrome|headless_shell)[^"/]*"/],
  ['Playwright', /@playwright\/test\/cli\.js"/],
];

/** Those of them that are Prisme: shells, core and engines. */
export const prismeKinds: readonly string[] = ['web shell', 'terminal', 'engine', 'core', 'Electron'];

const started = /\bexecve(?:at)?\((?:(?:AT_FDCWD|\d+), )?(".*)$/;
const made = /\b(?:clone3?|v?fork)\b.*\) += (\d+)$/;

type Started = { readonly line: number; readonly kind: string };

/**
 * For the number of a line, the kind of the process that made this call. A program that is not recognised is what its
 * parent is: a helper of an engine counts as the engine.
 */
export function processKinds(lines: readonly string[]): (line: number) => string {
  const starts = new Map<string, Started[]>();
  const births = new Map<string, { line: number; parent: string }>();
  for (const [line, text] of lines.entries()) {
    const pid = pidOf(text);
    const command = started.exec(text)?.[1];
    const kind = command === undefined ? undefined : kindOf(command);
    if (kind !== undefined) starts.set(pid, [...(starts.get(pid) ?? []), { line, kind }]);
    const child = made.exec(text)?.[1];
    if (child !== undefined && !births.has(child)) births.set(child, { line, parent: pid });
  }
  const kindAt = (pid: string, line: number): string => {
    const own = starts.get(pid)?.findLast((start) => start.line <= line);
    if (own !== undefined) return own.kind;
    const birth = births.get(pid);
    return birth === undefined ? 'unknown' : kindAt(birth.parent, birth.line);
  };
  return (line) => kindAt(pidOf(lines[line] ?? ''), line);
}

const pidOf = (text: string): string => /^\d+/.exec(text)?.[0] ?? '';

const kindOf = (command: string): string | undefined =>
  programs.find(([, recognised]) => recognised.test(command))?.[0];
