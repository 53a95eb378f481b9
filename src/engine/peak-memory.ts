/**
 * The most memory that this process held at once. Runs in the engine.
 */
import { readFileSync } from 'node:fs';

/**
 * Bytes. Linux: VmHWM of /proc/self/status, because ru_maxrss of a forked process begins with what its parent held.
 * Elsewhere: ru_maxrss.
 */
export function peakMemoryBytes(): number {
  const kilobytes = process.platform === 'linux' ? /^VmHWM:\s+(\d+) kB$/m.exec(ownStatus())?.[1] : undefined;
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1_024;
}

function ownStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
