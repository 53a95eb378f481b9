/**
 * A dialog over the window: title, content, a way out. Page. Focus stays inside while it is open and returns after.
 */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
};

export function Modal({ title, isOpen, onClose, children, isWide = false }: Props): ReactNode {
  const { t } = useTranslation();
  // The dialog itself has the focus first: its title is read, and no control looks chosen.
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup
          className={`dialog-popup !overflow-hidden !p-0 ${isWide ? '!w-[min(640px,calc(100vw-32px))]' : ''}`}
          initialFocus={popup}
          ref={popup}
        >
          <header className="flex h-14 flex-none items-center justify-between border-b border-line pr-3 pl-6">
            <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t('close')}>
              <X size={16} strokeWidth={1.75} aria-hidden />
            </Dialog.Close>
          </header>
          {/* What is long and has no control in it is scrolled by the keyboard too. */}
          <div
            className="min-h-0 overflow-auto px-6 py-5"
            role="group"
            aria-label={title}
            tabIndex={isWide ? 0 : -1}
          >
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
