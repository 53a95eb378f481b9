/**
 * One document, small: its name, how long it is, and what can be done with it. Page. A click opens its text.
 */
import { FileText, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '#contract/documents.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { openDocument } from '../../state/open-document.ts';

export const chip =
  'flex h-8 max-w-full min-w-0 items-center rounded border border-line-strong bg-bg text-xs text-ink-soft';

type Props = {
  readonly document: Document;
  /** What it costs in the prompt; null: not counted. */
  readonly tokens?: number | null;
  readonly onRemove?: (() => void) | undefined;
};

export function DocumentChip({ document, tokens = null, onRemove }: Props): ReactNode {
  const { t } = useTranslation('documents');
  const format = useFormat();
  const { name, pages, isPaged } = document;
  const facts = [
    ...(isPaged ? [t('pages', { count: pages, shown: format.integer(pages) })] : []),
    ...(tokens === null ? [] : [t('tokens', { count: tokens, shown: format.integer(tokens) })]),
  ].join(' · ');
  return (
    <li className={chip} data-document={document.id}>
      <button
        type="button"
        aria-label={t('open', { name, facts })}
        onClick={() => openDocument(document)}
        className="flex h-full min-w-0 items-center gap-2 rounded px-2 hover:bg-hover hover:text-ink"
      >
        <FileText size={14} strokeWidth={1.75} aria-hidden className="flex-none text-ink-faint" />
        <span className="max-w-60 min-w-0 truncate">{name}</span>
        {facts === '' ? null : <span className="flex-none text-ink-faint tabular-nums">{facts}</span>}
      </button>
      {onRemove ? <RemoveButton label={t('remove', { name })} onClick={onRemove} /> : null}
    </li>
  );
}

export function RemoveButton({
  label,
  onClick,
}: {
  readonly label: string;
  readonly onClick: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="grid h-full w-7 flex-none place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
    >
      <X size={14} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
