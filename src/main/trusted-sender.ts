/**
 * Who sent a message from a window. Runs in Electron's main process; pure over the event's parts.
 */
import { isStartPage } from './addresses.ts';

/** The parts of an IPC event that are looked at; Electron's own events fit. */
export type SenderEvent = {
  readonly senderFrame: { readonly url: string } | null;
  readonly sender: { readonly mainFrame: unknown; isDestroyed(): boolean };
};

/** True for the main frame of a living window that shows the page, and for nothing else. */
export function isTrustedSender({ senderFrame, sender }: SenderEvent): boolean {
  if (senderFrame === null || sender.isDestroyed()) return false;
  return senderFrame === sender.mainFrame && isStartPage(senderFrame.url);
}
