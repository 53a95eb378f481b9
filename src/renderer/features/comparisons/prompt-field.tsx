/**
 * The field for the next prompt of all lanes. Page. It keeps its draft with the comparison.
 */
import { ArrowUp } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#contract/comparisons.ts';
import { fitHeight } from '../../components/fit-height.ts';
import { Tip } from '../../components/tip.tsx';
import { useDraft } from '../../state/use-draft.ts';
import { saveDraft, sendPrompt } from './comparison-actions.ts';

export function PromptField({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { t } = useTranslation(['comparisons', 'chat']);
  const { id, draft, isRunning, lanes } = comparison;
  const keep = useCallback((text: string) => saveDraft(id, text), [id]);
  const { text, setText, clear } = useDraft(draft, keep);
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const canSend = text.trim() !== '' && !isRunning && !isSending && lanes.length > 0;

  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  });
  useEffect(() => field.current?.focus(), []);

  const submit = async (): Promise<void> => {
    if (!canSend) return;
    setSending(true);
    if (await sendPrompt(id, text)) clear();
    setSending(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  return (
    <form
      className="flex items-end rounded border border-line-strong bg-bg pr-1.5 pb-1.5 focus-within:border-ink-faint"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={field}
        data-composer
        aria-label={t('comparisons:prompt')}
        placeholder={t(isRunning ? 'comparisons:waitForLanes' : 'comparisons:promptHint')}
        dir="auto"
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="block max-h-[30vh] min-h-10 w-full resize-none bg-transparent px-4 pt-2 pb-0.5 text-lg leading-6"
      />
      <Tip text={t('chat:sendKeys')}>
        <button
          type="submit"
          aria-label={t('comparisons:sendAll')}
          disabled={!canSend}
          className="grid size-7 flex-none place-items-center rounded bg-accent text-on-accent hover:bg-accent-hover disabled:bg-hover disabled:text-ink-faint"
        >
          <ArrowUp size={16} strokeWidth={2} aria-hidden />
        </button>
      </Tip>
    </form>
  );
}
