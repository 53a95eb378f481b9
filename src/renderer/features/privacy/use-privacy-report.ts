/**
 * The live report of what leaves and what listens, for as long as its screen is open. Page. After a lost connection it
 * is read from the new one.
 */
import { useEffect, useState } from 'react';
import type { PrivacyReport } from '#contract/privacy.ts';
import { connection, core } from '../../client.ts';
import { type PageError, toPageError } from '../../core-error.ts';

export type PrivacyState = { readonly report: PrivacyReport | null; readonly error: PageError | null };

export function usePrivacyReport(): PrivacyState {
  const [state, setState] = useState<PrivacyState>({ report: null, error: null });
  useEffect(() => {
    const leave = new AbortController();
    let seenEpoch = -1;
    const read = async (): Promise<void> => {
      try {
        for await (const report of await core.privacy.watch({}, { signal: leave.signal }))
          setState({ report, error: null });
      } catch (cause) {
        const error = toPageError(cause);
        // A lost connection is shown by the frame, and the next one starts this again.
        if (leave.signal.aborted || error.code === 'page.connectionLost') return;
        setState((known) => ({ ...known, error }));
      }
    };
    const onConnection = (): void => {
      const { status, epoch } = connection.get();
      if (status !== 'open' || epoch === seenEpoch) return;
      seenEpoch = epoch;
      void read();
    };
    const unsubscribe = connection.subscribe(onConnection);
    onConnection();
    return () => {
      unsubscribe();
      leave.abort();
    };
  }, []);
  return state;
}
