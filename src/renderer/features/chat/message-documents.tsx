/**
 * The documents of a message that was sent. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '#contract/documents.ts';
import { DocumentChip } from '../../components/documents/document-chip.tsx';

type Props = {
  readonly documents: readonly Document[];
  readonly onRemove?: (document: Document) => void;
  readonly className?: string;
};

export function MessageDocuments({ documents, onRemove, className = '' }: Props): ReactNode {
  const { t } = useTranslation('documents');
  if (documents.length === 0) return null;
  return (
    <ul aria-label={t('attached')} className={`flex flex-wrap gap-2 ${className}`}>
      {documents.map((document) => (
        <DocumentChip
          key={document.id}
          document={document}
          onRemove={onRemove && (() => onRemove(document))}
        />
      ))}
    </ul>
  );
}
