/**
 * Disks that fail: too small ones, ones that refuse some of the writes, ones that turn read-only. What is possible
 * depends on the machine: mounting needs root on Linux, refusing single writes needs strace. Runs in the process of the
 * suites.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from './random.ts';

export type FaultyDisk = {
  /** For the report: what it does, with its numbers. */
  readonly name: string;
  readonly dataDir: string;
  /** Runs the process that is to meet the fault. */
  readonly before: readonly string[];
  /** Codes that fit the fault. */
  readonly codes: ReadonlySet<string>;
  /** Takes the fault away while the process runs; null: it ends with the process, or by itself. */
  readonly repair: (() => void) | null;
  /** Whether a process that met it can write again without a new start. */
  readonly isPassing: boolean;
  remove(): void;
};

type Kind = (random: Random) => FaultyDisk;

const full: ReadonlySet<string> = new Set(['app.diskFull']);
const failing: ReadonlySet<string> = new Set(['app.storageFailed', 'app.diskFull']);
/** The disk after it was repaired: room for everything that the suites write. */
export const roomyBytes = 256 * 1024 * 1024;

function command(name: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(name, args, { encoding: 'utf8', timeout: 10_000 });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`);
}

function works(name: string, ...args: string[]): boolean {
  return spawnSync(name, args, { timeout: 10_000 }).status === 0;
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'prisme-faulty-disk-'));
}

/** A file system in memory of this size. */
export function mountSmall(bytes: number): {
  readonly path: string;
  resize(options: string): void;
  remove(): void;
} {
  const path = folder();
  command('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path);
  return {
    path,
    resize: (options) => command('mount', '-o', `remount,${options}`, path),
    remove: () => {
      command('umount', path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Too small for what is written; then it grows. @param most pages that it has */
const tooSmall =
  (least: number, most: number): Kind =>
  (random) => {
    const bytes = random.int(least, most) * 4_096;
    const { path, resize, remove } = mountSmall(bytes);
    return {
      name: `a disk of ${bytes} bytes`,
      dataDir: join(path, 'data'),
      before: [],
      codes: full,
      repair: () => resize(`size=${roomyBytes}`),
      isPassing: true,
      remove,
    };
  };

/** A new database with its log and its index has about 75 pages. */
const forNoDatabase = tooSmall(20, 85);
const forLittle = tooSmall(80, 400);

/**
 * The operating system refuses one of these calls, some that follow each other, or one in so many from one on.
 * @param most the last call at which that begins
 */
const refusing = (syscalls: string, error: string, most: number, codes: ReadonlySet<string>): Kind => {
  return (random) => {
    const first = random.int(1, most);
    const when = random.pick([
      `${first}`,
      `${first}..${first + random.int(1, 20)}`,
      `${first}+${random.int(1, 9)}`,
    ]);
    const path = folder();
    const inject = `inject=${syscalls}:error=${error}:when=${when}`;
    return {
      name: inject,
      dataDir: path,
      before: ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${syscalls}`, '-e', inject],
      codes,
      repair: null,
      isPassing: false,
      remove: () => rmSync(path, { recursive: true, force: true }),
    };
  };
};

/** No file may become longer than this: POSIX, so that every machine has one fault. */
const shortFiles: Kind = (random) => {
  const path = folder();
  const blocks = random.int(200, 2_000);
  return {
    name: `files of at most ${blocks} × 512 bytes`,
    dataDir: path,
    before: ['sh', '-c', `ulimit -f ${blocks}; exec "$@"`, 'sh'],
    codes: failing,
    repair: null,
    isPassing: false,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
};

/** The faults of this machine, and what it cannot do. */
export function faultyDisks(): {
  readonly kinds: readonly Kind[];
  readonly canMount: boolean;
  readonly missing: readonly string[];
} {
  const canMount = canMountHere();
  const canRefuse = canRefuseCalls();
  const refusals = [
    refusing('fsync,fdatasync', 'EIO', 60, failing),
    refusing('pwrite64', 'ENOSPC', 400, full),
    refusing('pwrite64', 'EIO', 400, failing),
    refusing('pwrite64', 'EROFS', 400, new Set([...failing, 'app.dataFolderNotWritable'])),
    refusing('ftruncate,fallocate,unlink,rename', 'ENOSPC', 12, failing),
  ];
  return {
    kinds: [
      ...(canMount ? [forNoDatabase, forLittle, forLittle] : []),
      ...(canRefuse ? refusals : []),
      shortFiles,
    ],
    canMount,
    missing: [
      ...(canMount ? [] : ['small disks (needs root)']),
      ...(canRefuse ? [] : ['refused calls (needs strace)']),
    ],
  };
}

/** Whether this machine can refuse single calls of a process, or end it at one. */
export function canRefuseCalls(): boolean {
  return works('strace', '-f', '-e', 'inject=fsync:error=EIO:when=1', 'true');
}

function canMountHere(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountSmall(1_000_000).remove();
    return true;
  } catch {
    return false;
  }
}
