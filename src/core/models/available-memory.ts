/**
 * How much memory could be used now without swapping. Runs in the core.
 */
import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';

/**
 * Bytes. Linux: MemAvailable of /proc/meminfo (free memory plus what caches give back), or what is left of the
 * control group's limit when that is less. Elsewhere: what the system calls free.
 */
export function availableMemoryBytes(): number {
  const meminfo = /^MemAvailable:\s+(\d+) kB$/m.exec(readText('/proc/meminfo') ?? '')?.[1];
  const available = meminfo === undefined ? freemem() : Number(meminfo) * 1_024;
  return Math.min(available, controlGroupBytes());
}

/** Bytes that this machine, or the control group that Prisme runs in, has at all. */
export function totalMemoryBytes(): number {
  const limit = Number(readText('/sys/fs/cgroup/memory.max')?.trim());
  return Number.isFinite(limit) && limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** What cgroup v2 (a container's limit) still allows; Infinity without one. */
function controlGroupBytes(): number {
  const limit = Number(readText('/sys/fs/cgroup/memory.max')?.trim());
  const used = Number(readText('/sys/fs/cgroup/memory.current')?.trim());
  const reclaimable = Number(
    /^inactive_file (\d+)$/m.exec(readText('/sys/fs/cgroup/memory.stat') ?? '')?.[1] ?? 0,
  );
  if (!Number.isFinite(limit) || !Number.isFinite(used)) return Infinity;
  return Math.max(0, limit - used + reclaimable);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
