/**
 * A side panel over the text, for windows that have no room for a column. Page.
 */
import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

type Props = {
  readonly side: 'left' | 'right';
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

const places = { left: 'left-0 w-[280px]', right: 'right-0 w-[420px]' };

export function Sheet({ side, title, isOpen, onClose, children }: Props): ReactNode {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup
          className={`fixed inset-y-0 z-50 max-w-[calc(100vw-48px)] overflow-hidden bg-bg shadow-float ${places[side]}`}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
