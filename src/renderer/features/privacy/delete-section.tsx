/**
 * The way to be rid of everything: what goes, what stays, and a confirmation that is typed. Page.
 */
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { showError } from '../../state/toasts.ts';
import { deleteEverything } from './delete-everything.ts';
import { PageSection } from '../../components/page-section.tsx';

export function DeleteSection(): ReactNode {
  const { t } = useTranslation('privacy');
  const [isOpen, setOpen] = useState(false);
  return (
    <PageSection title={t('delete.title')}>
      <WhatGoes />
      <Button look="danger" className="mt-4" onClick={() => setOpen(true)}>
        {t('delete.open')}
      </Button>
      <Modal title={t('delete.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Confirmation onCancel={() => setOpen(false)} />
      </Modal>
    </PageSection>
  );
}

function WhatGoes(): ReactNode {
  const { t } = useTranslation('privacy');
  return (
    <>
      <p className="mt-2 text-sm text-ink-soft">{t('delete.goes')}</p>
      <p className="mt-1 text-sm text-ink-soft">{t('delete.stays')}</p>
    </>
  );
}

function Confirmation({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const { t } = useTranslation(['privacy', 'common']);
  const [typed, setTyped] = useState('');
  const [isDeleting, setDeleting] = useState(false);
  const id = useId();
  const isConfirmed = typed.trim().toLowerCase() === t('delete.phrase').toLowerCase();
  const confirm = (): void => {
    if (!isConfirmed || isDeleting) return;
    setDeleting(true);
    deleteEverything().catch((cause: unknown) => {
      setDeleting(false);
      showError(cause);
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm();
      }}
    >
      <WhatGoes />
      <p className="mt-2 text-sm font-medium">{t('delete.final')}</p>
      <label htmlFor={id} className="mt-4 block text-sm">
        {t('delete.type', { phrase: t('delete.phrase') })}
      </label>
      <input
        id={id}
        className="field mt-1 w-full"
        autoComplete="off"
        spellCheck={false}
        disabled={isDeleting}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className="sr-only" role="status">
        {isDeleting ? t('delete.running') : ''}
      </p>
      <div className="dialog-actions">
        <Button onClick={onCancel} disabled={isDeleting}>
          {t('common:cancel')}
        </Button>
        <Button look="danger" type="submit" disabled={!isConfirmed || isDeleting}>
          {isDeleting ? t('delete.running') : t('delete.confirm')}
        </Button>
      </div>
    </form>
  );
}
