/**
 * Stands behind the messages that are read as a summary: says so, opens its text and who wrote it, and lets a person change it or
 * have the messages read again. Page.
 */
import { ChevronRight } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contract/ids.ts';
import type { Summary, SummaryProgress } from '#contract/summaries.ts';
import { Button } from '../../components/button.tsx';
import { fitHeight } from '../../components/fit-height.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { dropSummary, editSummary, rewriteSummary } from './summary-actions.ts';
import { SummaryStep } from './summary-step.tsx';

type Props = {
  readonly conversationId: ConversationId;
  readonly summary: Summary;
  /** A reply is being written: the model is not free. */
  readonly isLocked: boolean;
};

export function SummaryMark(props: Props): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { messageCount } = props.summary;
  return (
    <section
      className="border-y border-line py-1.5 text-sm"
      data-summary-mark
      aria-label={t('mark', { count: messageCount, shown: format.integer(messageCount) })}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-7 w-full items-center gap-2 rounded px-1 text-left text-ink-faint hover:text-ink-soft"
      >
        <ChevronRight size={14} aria-hidden className={`flex-none ${isOpen ? 'rotate-90' : ''}`} />
        {t('mark', { count: messageCount, shown: format.integer(messageCount) })}
      </button>
      {isOpen ? <OpenSummary {...props} /> : null}
    </section>
  );
}

function OpenSummary(props: Props): ReactNode {
  const { t } = useTranslation('summary');
  const { conversationId, summary, isLocked } = props;
  const [isEditing, setEditing] = useState(false);
  const { progress, rewrite, stop } = useRewriting(props);
  const drop = (): void =>
    void dropSummary({ conversationId, summaryId: summary.id }, { text: t('dropped'), undo: t('undo') });
  if (isEditing) return <EditSummary {...props} onEnd={() => setEditing(false)} />;
  return (
    <div className="flex flex-col gap-2 px-1 pt-1 pb-2 pl-7">
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap" data-summary-text>
        {summary.text}
      </p>
      <Facts summary={summary} />
      <p className="text-xs text-ink-faint">{t('hint')}</p>
      {progress ? (
        <div className="flex min-h-7 flex-wrap items-center gap-2 text-xs text-ink-faint" role="status">
          <span className="breathing size-1.5 rounded-full bg-accent" aria-hidden />
          {progress === 'waiting' ? t('rewriting') : <SummaryStep progress={progress} />}
          <Button isSmall onClick={stop}>
            {t('stop')}
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button isSmall onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
          <Button isSmall disabled={isLocked} onClick={rewrite}>
            {t('rewrite')}
          </Button>
          <Button isSmall title={t('dropHint')} onClick={drop}>
            {t('drop')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Facts({ summary }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const { model, createdAtMs, tokens, isEdited } = summary;
  const facts = [
    t('by', { model: model.name, date: format.dateTime(createdAtMs) }),
    ...(isEdited ? [t('edited')] : []),
    ...(tokens === null ? [] : [t('tokens', { count: tokens, shown: format.integer(tokens) })]),
  ];
  return <p className="text-xs text-ink-faint tabular-nums">{facts.join(' · ')}</p>;
}

/** One at a time; leaving the conversation ends it. */
function useRewriting({ conversationId, summary }: Props) {
  const [progress, setProgress] = useState<SummaryProgress | 'waiting' | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const run = async (): Promise<void> => {
    const own = new AbortController();
    controller.current = own;
    setProgress('waiting');
    await rewriteSummary({ conversationId, summaryId: summary.id }, own.signal, setProgress);
    setProgress(null);
  };
  return { progress, rewrite: () => void run(), stop: () => controller.current?.abort() };
}

function EditSummary({ conversationId, summary, onEnd }: Props & { readonly onEnd: () => void }): ReactNode {
  const { t } = useTranslation('summary');
  const [text, setText] = useState(summary.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  });
  useLayoutEffect(() => field.current?.focus(), []);
  const save = async (): Promise<void> => {
    if (text.trim() === '') return;
    if (await editSummary({ conversationId, summaryId: summary.id }, text.trim())) onEnd();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onEnd();
  };
  return (
    <form
      className="flex flex-col gap-2 px-1 pt-1 pb-2 pl-7"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={field}
        aria-label={t('text')}
        dir="auto"
        className="field max-h-[50vh] !text-sm"
        rows={3}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button isSmall look="quiet" onClick={onEnd}>
          {t('cancel')}
        </Button>
        <Button isSmall look="primary" type="submit" disabled={text.trim() === ''}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
