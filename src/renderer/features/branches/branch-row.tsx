/**
 * One message in the tree of branches: its first words, and for a reply how probable it was. Page.
 */
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplySum } from '#contract/traces.ts';
import { useFormat } from '../../i18n/i18n.ts';
import type { BranchRow } from './branch-rows.ts';

type Props = {
  readonly id: string;
  readonly place: number;
  readonly row: BranchRow;
  /** Null: a person's message, no trace, or not read yet. */
  readonly sum: ReplySum | null;
  readonly branchSum: number | null;
  readonly isReading: boolean;
  readonly isChosen: boolean;
  /** It is on the branch that is shown. */
  readonly isShown: boolean;
  readonly twisty: ReactNode;
};

const longestName = 200;

export const BranchRowView = memo(function BranchRowView(props: Props): ReactNode {
  const { id, place, row, isChosen, isShown, twisty } = props;
  const { t } = useTranslation('branches');
  const { message, level, version, versions } = row;
  const { reply, branch } = useNumbers(props);
  const words = message.text.slice(0, longestName).replaceAll(/\s+/g, ' ').trim() || t('noText');
  const who = message.role === 'user' ? t('you') : (message.model?.name ?? t('model'));
  const name = [who, words, reply.spoken, isShown ? t('shown') : ''].filter((part) => part !== '').join(', ');
  return (
    <div
      id={id}
      role="treeitem"
      aria-label={name}
      aria-level={level}
      aria-posinset={version}
      aria-setsize={versions}
      aria-selected={isChosen}
      aria-expanded={row.isOpen ?? undefined}
      aria-current={isShown ? 'true' : undefined}
      data-branch={place}
      className={`branch-columns min-h-8 rounded px-1 [contain-intrinsic-size:auto_32px] [content-visibility:auto] hover:bg-hover ${isChosen ? 'bg-selected' : ''}`}
    >
      <span
        className="flex min-w-0 items-center gap-1"
        style={{ paddingInlineStart: `${Math.min(level - 1, 16) * 14}px` }}
      >
        <span data-twisty className="grid h-6 w-5 flex-none place-items-center text-ink-faint" aria-hidden>
          {twisty}
        </span>
        <span
          className={`size-1.5 flex-none rounded-full ${isShown ? 'bg-accent' : 'bg-line-strong'}`}
          aria-hidden
        />
        <span
          dir="auto"
          className={`min-w-0 truncate pl-1 text-sm ${message.role === 'user' ? 'font-medium' : 'text-ink-soft'}`}
        >
          {words}
        </span>
      </span>
      <span className="text-right text-sm tabular-nums" title={reply.hint}>
        {reply.shown}
      </span>
      <span className="text-right text-sm text-ink-soft tabular-nums">{branch}</span>
    </div>
  );
});

type Numbers = {
  readonly reply: { readonly shown: string; readonly spoken: string; readonly hint: string | undefined };
  readonly branch: string;
};

function useNumbers({ row, sum, branchSum, isReading }: Props): Numbers {
  const { t } = useTranslation('branches');
  const format = useFormat();
  const { message } = row;
  const nats = (value: number): string => t('nats', { value: format.decimal(value, 1) });
  if (message.role === 'user') return { reply: { shown: '', spoken: '', hint: undefined }, branch: '' };
  if (sum === null || sum.logprob === null) {
    const isUnknown = !message.hasTrace || (!isReading && message.state === 'complete');
    const shown = isUnknown ? t('noTrace') : '…';
    return { reply: { shown, spoken: shown, hint: undefined }, branch: isUnknown ? '–' : '' };
  }
  const about = sum.isExact ? '' : t('about');
  const shown = `${about}${nats(sum.logprob)}`;
  const hint = t('tokens', { count: sum.tokens, shown: format.integer(sum.tokens) });
  return {
    reply: { shown, spoken: `${shown}, ${hint}`, hint },
    branch: branchSum === null ? '–' : `${about}${nats(branchSum)}`,
  };
}
