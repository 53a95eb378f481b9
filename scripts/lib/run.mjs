/**
 * How the scripts start other programs: streamed, bounded in time, and never left behind. Plain JavaScript, because
 * the first of these scripts runs before anything is installed, on Node 20.
 */
import { spawn, spawnSync } from 'node:child_process';

/** A failure with one line for the person: what happened and what to do. */
export class SetupError extends Error {}

const running = new Set();

/** Kills a program and everything it started. `child` was started by `run`, so on POSIX it leads its own group. */
function killTree(child, signal) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

/**
 * Ends what is running when this process is told to end.
 * @returns {() => void} takes that back, before a program is handed the signals.
 */
export function endChildrenWithThisProcess() {
  const end = (signal, number) => {
    for (const child of running) killTree(child, 'SIGKILL');
    process.exit(128 + number);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/**
 * Runs a program in a process group of its own. Never throws and never hangs: after `timeoutMs` the group is killed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs: number, echo?: boolean,
 *   onWait?: (elapsedMs: number) => void, waitEveryMs?: number }} options `echo`: pass the output on to standard
 *   error while it comes; `onWait`: called at intervals while a silent program runs.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean, missing: boolean }>} `output` is standard
 *   output and error together, the last megabyte of it; `missing`: there is no such program.
 */
export function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32' && command === 'npm',
      windowsHide: true,
    });
    running.add(child);
    const startedAtMs = Date.now();
    let output = '';
    let timedOut = false;
    let missing = false;
    const collect = (chunk) => {
      output = (output + chunk).slice(-1_000_000);
      if (options.echo) process.stderr.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const timer = setTimeout(() => {
      timedOut = true;
      killTree(child, 'SIGKILL');
    }, options.timeoutMs);
    const waiting = options.onWait
      ? setInterval(() => options.onWait(Date.now() - startedAtMs), options.waitEveryMs ?? 10_000)
      : undefined;
    const finish = (code) => {
      clearTimeout(timer);
      clearInterval(waiting);
      // A program that ended may have left others in its group that still hold the pipes.
      killTree(child, 'SIGKILL');
      running.delete(child);
      resolve({ code, output, timedOut, missing });
    };
    child.on('error', (error) => {
      missing = error.code === 'ENOENT';
      output += error.message;
      finish(127);
    });
    child.on('exit', (code) => {
      // Whoever inherited the pipes may keep them open for ever: read what is there, then end.
      const drained = setTimeout(() => finish(code ?? 1), 2_000);
      child.on('close', () => {
        clearTimeout(drained);
        finish(code ?? 1);
      });
    });
  });
}

/** Whether a program can be started at all. */
export function hasProgram(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/**
 * Hands over to a program that owns the terminal from now on: same input and output, signals passed on, its exit
 * status is ours. The extra channel tells it when this process is gone, however it went.
 *
 * @returns {Promise<number>} the exit status.
 */
export function handOver(command, args, { cwd, env, withChannel }) {
  return new Promise((resolve) => {
    const stdio = withChannel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio, windowsHide: false });
    const signals = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      process.stderr.write(`prisme: ${command} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** `12.3 s`, or `2 min 05 s`. */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/** A line of progress on standard error; standard output belongs to the command. */
export function say(line) {
  process.stderr.write(`prisme: ${line}\n`);
}
