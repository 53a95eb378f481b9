/**
 * What is attached to the message being written: each document with what it costs, files that are being read, and those that could
 * not be. Page.
 */
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Document } from '#contract/documents.ts';
import type { Preview } from '#contract/generation.ts';
import { chip, DocumentChip, RemoveButton } from '../../components/documents/document-chip.tsx';
import { ErrorDetails } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { useErrorWords } from '../../i18n/i18n.ts';
import { putDocumentBack, type Reading, removeDocument, useReadings } from '../../state/draft-documents.ts';
import { showToast } from '../../state/toasts.ts';

type Props = {
  readonly conversation: Conversation;
  /** Of the message as it stands; undefined: not counted. */
  readonly preview: Preview | undefined;
  /** Where the keyboard goes when a document is gone. */
  readonly onRemoved: () => void;
};

export function ComposerDocuments({ conversation, preview, onRemoved }: Props): ReactNode {
  const { t } = useTranslation(['documents', 'common']);
  const { id, draftDocuments } = conversation;
  const readings = useReadings((state) => state.readings).filter((each) => each.conversationId === id);
  if (draftDocuments.length === 0 && readings.length === 0) return null;
  const remove = async (document: Document, position: number): Promise<void> => {
    onRemoved();
    if (!(await removeDocument(id, document))) return;
    showToast(t('documents:removed', { name: document.name }), {
      label: t('common:undo'),
      run: () => void putDocumentBack(id, document, position),
    });
  };
  const counted = preview?.documentTokens.length === draftDocuments.length ? preview.documentTokens : [];
  return (
    <div className="px-3 pt-3" data-composer-documents>
      <ul
        aria-label={t('documents:attached')}
        className="-m-1 flex max-h-[25vh] flex-wrap gap-2 overflow-y-auto p-1"
      >
        {draftDocuments.map((document, index) => (
          <DocumentChip
            key={document.id}
            document={document}
            tokens={counted[index] ?? null}
            onRemove={() => void remove(document, index)}
          />
        ))}
        {readings.map((reading) => (
          <ReadingChip key={reading.key} reading={reading} />
        ))}
      </ul>
      {draftDocuments.length > 0 ? (
        <p className="mt-1.5 text-xs text-ink-faint">{t('documents:kept')}</p>
      ) : null}
    </div>
  );
}

function ReadingChip({ reading }: { readonly reading: Reading }): ReactNode {
  const { t } = useTranslation('documents');
  const words = useErrorWords();
  const { name, fraction, error, giveUp } = reading;
  if (error !== null) {
    const { what, next } = words(error.code);
    return (
      <li className={`${chip} !h-auto min-h-8 !border-danger`}>
        <TriangleAlert size={14} aria-hidden className="mx-2 flex-none text-danger" />
        <span role="alert" className="min-w-0 py-1.5 wrap-anywhere">
          <strong className="font-medium text-ink">{name}</strong> {what} {next}
          <ErrorDetails error={{ ...error, details: { ...error.details, name: null } }} />
        </span>
        <RemoveButton label={t('dismiss', { name })} onClick={giveUp} />
      </li>
    );
  }
  const label = t(fraction < 1 ? 'sending' : 'reading', { name });
  return (
    <li className={chip} aria-busy>
      <span className="flex min-w-0 flex-col gap-1 px-2">
        <span role="status" className="max-w-60 truncate">
          {label}
        </span>
        <Progress label={label} fraction={fraction < 1 ? fraction : null} />
      </span>
      <RemoveButton label={t('cancel', { name })} onClick={giveUp} />
    </li>
  );
}
