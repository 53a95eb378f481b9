/**
 * What was just done in this dialog, and the way back. Page. It goes with the dialog.
 */
import { useEffect, type ReactNode } from 'react';
import { forgetAnnouncement, useAnnouncement } from '../state/announce.ts';
import type { OpenDialog } from '../state/view.ts';
import { Button } from './button.tsx';

export function Announced({ dialog }: { readonly dialog: OpenDialog }): ReactNode {
  const latest = useAnnouncement((state) => state.latest);
  useEffect(() => forgetAnnouncement, []);
  const shown = latest?.dialog === dialog ? latest : null;
  const takeBack = (): void => {
    forgetAnnouncement();
    shown?.action.run();
  };
  return (
    <div role="status" className="empty:hidden">
      {shown ? (
        <p className="flex items-center gap-2 rounded bg-sunken py-1 pr-1 pl-3 text-sm">
          <span className="min-w-0 flex-1">{shown.text}</span>
          <Button isSmall look="quiet" className="!text-accent" onClick={takeBack}>
            {shown.action.label}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
