/**
 * Notices that something changed in folders. Runs in the core. The system tells (fs.watch, one watch for each folder: no
 * system's recursive watching is like another's); many events in a row become one call. Where a folder cannot be watched
 * (a network disk, no more handles), nothing is told: whoever looks at the list looks again himself.
 */
import { type FSWatcher, watch } from 'node:fs';

/** A pause this long after the last event ends a burst of them. */
const quietMs = 400;
/** More folders than this are not watched one by one. */
const mostWatches = 1_000;

export class FolderWatch {
  readonly #onChange: () => void;
  readonly #watches = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches these folders from now on and no others. */
  set(folders: readonly string[]): void {
    if (this.#isClosed) return;
    const wanted = new Set(folders.slice(0, mostWatches));
    for (const folder of [...this.#watches.keys()]) if (!wanted.has(folder)) this.#end(folder);
    for (const folder of wanted) if (!this.#watches.has(folder)) this.#begin(folder);
  }

  /** Calls back after a while, whether or not anything happens. */
  lookAgainIn(delayMs: number): void {
    if (this.#isClosed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#onChange();
    }, delayMs);
    this.#timer.unref();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const folder of [...this.#watches.keys()]) this.#end(folder);
  }

  #begin(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        // The bin, half downloads and the like begin with a dot or end in .part: they are none of the list's business.
        if (name !== null && (name.startsWith('.') || name.endsWith('.part'))) return;
        this.lookAgainIn(quietMs);
      });
      watcher.on('error', () => this.#end(folder));
      this.#watches.set(folder, watcher);
    } catch {
      // Not watched, see above.
    }
  }

  #end(folder: string): void {
    this.#watches.get(folder)?.close();
    this.#watches.delete(folder);
  }
}
