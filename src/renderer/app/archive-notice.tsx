/**
 * Says above the text that the open conversation is archived, with the way out. Page.
 */
import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import { useOrganise } from '../state/use-organise.ts';

export function ArchiveNotice({ conversation }: { readonly conversation: Conversation }): ReactNode {
  const { t } = useTranslation('organise');
  const { archive } = useOrganise();
  return (
    <div className="flex-none border-b border-line">
      <div className="mx-auto flex max-w-read items-center gap-2 px-6 py-1 text-sm text-ink-soft">
        <Archive size={14} className="flex-none text-ink-faint" aria-hidden />
        <span className="min-w-0 flex-1">{t('isArchived')}</span>
        <button
          type="button"
          className="button button-quiet button-small"
          onClick={() => void archive(conversation)}
        >
          {t('unarchive')}
        </button>
      </div>
    </div>
  );
}
