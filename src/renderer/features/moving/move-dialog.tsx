/**
 * Taking conversations along as a file, and bringing them in. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../../components/modal.tsx';
import { ExportPart } from './export-part.tsx';
import { ImportPart } from './import-part.tsx';

type Props = { readonly isOpen: boolean; readonly onClose: () => void };

export function MoveDialog({ isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('moving');
  return (
    <Modal title={t('title')} isOpen={isOpen} onClose={onClose} isWide>
      <div className="flex flex-col gap-6">
        <ImportPart />
        <ExportPart />
      </div>
    </Modal>
  );
}
