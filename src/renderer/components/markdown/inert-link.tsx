/**
 * A link in a reply. Page. It goes nowhere by itself: it asks, showing the full address, and only then the system's
 * browser opens it.
 */
import { useState, type ReactNode } from 'react';
import { Dialog } from '@base-ui/react/dialog';
import { useTranslation } from 'react-i18next';
import { openExternal } from '../../client.ts';
import { safeAddress } from './safe-address.ts';

export function InertLink({ address, children }: { address: string; children: ReactNode }): ReactNode {
  const { t } = useTranslation('inspector');
  const [isOpen, setOpen] = useState(false);
  const target = safeAddress(address);
  if (target === null) {
    return (
      <span className="dead-link" title={t('markdown.linkRefused')}>
        {children}
      </span>
    );
  }
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="inert-link" nativeButton={false} render={<span title={target} />}>
        {children}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="link-backdrop" />
        <Dialog.Popup className="link-dialog">
          <Dialog.Title>{t('markdown.linkTitle')}</Dialog.Title>
          <Dialog.Description>{t('markdown.linkExplanation')}</Dialog.Description>
          <p className="link-dialog-address">
            <bdi>{target}</bdi>
          </p>
          <div className="link-dialog-actions">
            <Dialog.Close>{t('markdown.linkCancel')}</Dialog.Close>
            <Dialog.Close onClick={() => openExternal(target)}>{t('markdown.linkOpen')}</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
