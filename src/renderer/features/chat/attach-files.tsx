/**
 * The ways in which files come to the message being written: a button, a drop on the window, a paste. Page.
 */
import { Paperclip } from 'lucide-react';
import { useRef, type ClipboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contract/ids.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { isConversationFile } from '../../components/moving/import-conversations.ts';
import { useDroppedFiles } from '../../components/use-dropped-files.ts';
import { attachFiles } from '../../state/draft-documents.ts';
import { showToast } from '../../state/toasts.ts';

type Props = {
  readonly conversationId: ConversationId;
  /** Where the keyboard goes when files were chosen. */
  readonly onChosen: () => void;
};

const isModel = ({ name }: File): boolean => name.toLowerCase().endsWith('.gguf');

export function AttachButton({ conversationId, onChosen }: Props): ReactNode {
  const { t } = useTranslation('documents');
  const input = useRef<HTMLInputElement>(null);
  useDroppedFiles((files) => {
    // Exports of conversations are brought in by whoever else listens.
    const documents = files.filter((file) => !isConversationFile(file) && !isModel(file));
    if (files.some(isModel)) showToast(t('modelsElsewhere'));
    if (documents.length > 0) onChosen();
    void attachFiles(conversationId, documents);
  });
  return (
    <>
      <IconButton icon={Paperclip} label={t('attach')} data-attach onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        aria-label={t('attach')}
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen once more.
          event.target.value = '';
          onChosen();
          void attachFiles(conversationId, files);
        }}
      />
    </>
  );
}

/** Files that were copied. Where there is a text too, as of a cell or a passage, that is what is meant. */
export function pasteFiles(event: ClipboardEvent, conversationId: ConversationId): void {
  const files = [...event.clipboardData.files];
  if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return;
  event.preventDefault();
  void attachFiles(conversationId, files);
}
