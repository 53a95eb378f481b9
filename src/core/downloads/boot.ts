/**
 * Whether the machine has been started anew since something was written. Runs in the core.
 */
import { uptime } from 'node:os';

/** When the machine was started, in seconds since 1970, by the clocks that it has now. */
export const bootedAtSeconds = (): number => Math.round(Date.now() / 1_000 - uptime());

/** False where it is not certain, for example because the clock was set. */
export const isSameBoot = (bootedAt: number): boolean => Math.abs(bootedAtSeconds() - bootedAt) <= 5;
