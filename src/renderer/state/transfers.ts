/**
 * The file that is being exported or imported now: how far it is, how it failed, and the way to stop it. Runs in the
 * page. One at a time; its dialog is components/exporting/transfer-dialog.tsx.
 */
import { create } from 'zustand';
import { toPageError, type PageError } from '../core-error.ts';

export type Transfer = {
  readonly kind: 'export' | 'import' | 'importConversations';
  readonly fileName: string;
  /** 0..1; null: under way, nobody knows how far. */
  readonly fraction: number | null;
  /** Null while it runs. */
  readonly error: PageError | null;
  readonly abort: AbortController;
};

type Work<Result> = (onProgress: (fraction: number | null) => void, signal: AbortSignal) => Promise<Result>;

export const useTransfer = create<{ readonly transfer: Transfer | null }>(() => ({ transfer: null }));

/** Stops it, or puts the error away. */
export function closeTransfer(): void {
  useTransfer.getState().transfer?.abort.abort();
  useTransfer.setState({ transfer: null });
}

/** Runs it with its progress on screen. Undefined: it failed (the dialog says how), was stopped, or another one runs. */
export async function runTransfer<Result>(
  kind: Transfer['kind'],
  fileName: string,
  work: Work<Result>,
): Promise<Result | undefined> {
  const running = useTransfer.getState().transfer;
  if (running !== null && running.error === null) return undefined;
  const abort = new AbortController();
  const show = (change: Partial<Transfer>): void => {
    if (!abort.signal.aborted)
      useTransfer.setState({ transfer: { kind, fileName, fraction: 0, error: null, abort, ...change } });
  };
  show({});
  try {
    const result = await work((fraction) => show({ fraction }), abort.signal);
    if (abort.signal.aborted) return undefined;
    useTransfer.setState({ transfer: null });
    return result;
  } catch (error) {
    show({ error: toPageError(error) });
    return undefined;
  }
}
