/**
 * Even the message alone has no room in the context, whatever is left out: says what would have. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '#contract/generation.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { roomForDocuments } from './context-parts.ts';

export function TooLong({ preview }: { readonly preview: Preview }): ReactNode {
  const { t } = useTranslation('context');
  const format = useFormat();
  const { attachments } = preview.parts;
  if (attachments === 0) return <p className="mt-2 text-sm text-danger">{t('alone')}</p>;
  const sizes = {
    attached: format.integer(attachments),
    room: format.integer(roomForDocuments(preview)),
  };
  return <p className="mt-2 text-sm text-danger">{t('withDocuments', sizes)}</p>;
}
