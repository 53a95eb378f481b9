/**
 * Whether a path that came with a drop may be handed to the core. Runs in Electron's main process. The preload asks the
 * system for the path of a dropped file; should a page ever forge the message, it can point at model files only.
 */
import { isAbsolute } from 'node:path';

/** The path, or null: refused. */
export function droppedModel(path: unknown): string | null {
  if (typeof path !== 'string' || path.length > 4_096 || path.includes('\0')) return null;
  return isAbsolute(path) && path.toLowerCase().endsWith('.gguf') ? path : null;
}
