/**
 * What the numbers on screen mean, in plain words. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../../components/modal.tsx';

const terms = ['raw', 'after', 'surprisal', 'rank', 'entropy', 'tail', 'truth'] as const;

type Props = { readonly isOpen: boolean; readonly onClose: () => void };

export function HelpDialog({ isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Modal title={t('help.title')} isOpen={isOpen} onClose={onClose} isWide>
      <p className="text-base leading-6 text-ink-soft">{t('help.lead')}</p>
      <dl className="mt-4">
        {terms.map((term) => (
          <div
            key={term}
            className="border-t border-line py-3 sidebar:grid sidebar:grid-cols-[168px_1fr] sidebar:gap-4"
          >
            <dt className="text-sm font-semibold">{t(`help.${term}Term`)}</dt>
            <dd className="text-sm text-ink-soft">{t(`help.${term}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
