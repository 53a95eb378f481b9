/**
 * Files of conversations that are dropped anywhere on the window. Page. Model files are the business of the screen of models.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { importConversations, isConversationFile } from '../../components/moving/import-conversations.ts';
import { useDroppedFiles } from '../../components/use-dropped-files.ts';
import { useView } from '../../state/view.ts';

export function DropConversations(): ReactNode {
  const { t } = useTranslation(['moving', 'documents']);
  const screen = useView((view) => view.screen);
  const isOver = useDroppedFiles((files) => void importConversations(files.filter(isConversationFile)));
  // There the button says what dropping does.
  if (!isOver || screen === 'models') return null;
  return (
    <div className="pointer-events-none fixed inset-2 z-50 grid place-items-end rounded outline-2 outline-accent outline-dashed">
      <p className="m-4 rounded bg-raised px-4 py-2 text-sm shadow-[0_0_0_1px_var(--color-line-strong)]">
        {t(screen === 'chat' ? 'documents:drop' : 'moving:drop')}
      </p>
    </div>
  );
}
