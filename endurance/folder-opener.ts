/**
 * Opens data folders in another process, one after the other, so that whatever a damaged file does to a process is done
 * to that one. Runs in the process of the suites.
 */
import { type Heard, runProcess } from './run-process.ts';
import type { Stock } from './told.ts';

export type Opened =
  | { readonly kind: 'stock'; readonly stock: Stock }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'crashed'; readonly errors: string };

export class FolderOpener {
  #process: Heard | null = null;
  #last: Opened = { kind: 'crashed', errors: '' };
  #settle: (opened: Opened) => void = () => undefined;

  async open(dataDir: string): Promise<Opened> {
    this.#process ??= this.#start();
    const { promise, resolve } = Promise.withResolvers<Opened>();
    this.#settle = resolve;
    this.#process.child.stdin?.write(`${dataDir}\n`);
    return await promise;
  }

  async close(): Promise<void> {
    this.#process?.child.stdin?.end();
    await this.#process?.ended;
  }

  #start(): Heard {
    const heard = runProcess('open-folders.ts', [], (told) => {
      if (told.kind === 'stock') this.#last = { kind: 'stock', stock: told.stock };
      if (told.kind === 'notOpen') this.#last = { kind: 'refused', code: told.code };
      if (told.kind === 'done') this.#settle(this.#last);
    });
    // A pipe to a process that has just died: its end says so below.
    heard.child.stdin?.on('error', () => undefined);
    void heard.ended.then(({ signal, errors }) => {
      if (this.#process === heard) this.#process = null;
      this.#settle({ kind: 'crashed', errors: `${signal ?? ''} ${errors}` });
    });
    return heard;
  }
}
