/**
 * A line in a list of what is kept: its name opens it, and it can be deleted with a way back. Page.
 */
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { showToast } from '../state/toasts.ts';
import { IconButton } from './icon-button.tsx';

type Props = {
  readonly name: string;
  /** Between the name and the details. */
  readonly children?: ReactNode;
  readonly details: string;
  readonly onOpen: () => void;
  readonly deleteLabel: string;
  /** True when it is gone. */
  readonly remove: () => Promise<boolean>;
  readonly deletedWords: string;
  readonly restore: () => Promise<void>;
  /** Attributes of the line. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
};

export function KeptRow({
  name,
  children,
  details,
  onOpen,
  deleteLabel,
  remove,
  deletedWords,
  restore,
  data,
}: Props): ReactNode {
  const { t } = useTranslation('common');
  const removeWithWayBack = async (): Promise<void> => {
    if (await remove()) showToast(deletedWords, { label: t('undo'), run: () => void restore() });
  };
  return (
    <li className="flex items-center gap-2 border-t border-line" {...data}>
      <button
        type="button"
        className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-4 rounded px-2 py-1 text-left hover:bg-hover"
        onClick={onOpen}
      >
        <span className="min-w-40 flex-1 truncate text-base" dir="auto">
          {name}
        </span>
        {children}
        <span className="flex-none text-xs text-ink-faint tabular-nums">{details}</span>
      </button>
      <IconButton icon={Trash2} label={deleteLabel} onClick={() => void removeWithWayBack()} />
    </li>
  );
}

/** How much of a name stands in a button's label and in a message about it. */
export const shortName = (name: string): string => name.slice(0, 60);
