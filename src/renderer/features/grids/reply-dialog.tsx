/**
 * The whole reply of one cell. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cellPlace } from '#probability/grids/grid-layout.ts';
import { Modal } from '../../components/modal.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { type FollowedGrid, useGrids } from './grids-store.ts';

export function ReplyDialog({ grid: { request, results } }: { readonly grid: FollowedGrid }): ReactNode {
  const { t } = useTranslation('grids');
  const format = useFormat();
  const shown = useGrids((work) => work.shownCell);
  const result = shown === null ? undefined : results.get(shown);
  const close = (): void => useGrids.setState({ shownCell: null });
  if (shown === null || result?.kind !== 'reply') return null;
  const prompt = request.prompts[cellPlace(shown, request.prompts.length).prompt]?.text ?? '';
  const { text, tokens, reason } = result;
  return (
    <Modal title={t('reply')} isOpen onClose={close} isWide>
      <div className="grid gap-3" data-grid-reply>
        <p className="prose-quiet break-words whitespace-pre-wrap" dir="auto">
          {prompt}
        </p>
        <p className="text-base break-words whitespace-pre-wrap" dir="auto">
          {text || t('emptyReply')}
        </p>
        <p className="text-xs text-ink-faint tabular-nums">
          {t('replyTokens', { count: tokens, shown: format.integer(tokens) })} · {t(`reasons.${reason}`)}
        </p>
      </div>
    </Modal>
  );
}
