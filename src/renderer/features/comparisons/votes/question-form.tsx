/**
 * The field for a question of a blind vote, and the button that asks it. Page.
 */
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';

type Props = {
  readonly submitLabel: string;
  readonly isDisabled?: boolean;
  /** Resolves to true when the question is on disk. */
  readonly onAsk: (question: string) => Promise<boolean>;
};

export function QuestionForm({ submitLabel, isDisabled = false, onAsk }: Props): ReactNode {
  const { t } = useTranslation('votes');
  const [question, setQuestion] = useState('');
  const [isAsking, setAsking] = useState(false);
  const canAsk = question.trim() !== '' && !isAsking && !isDisabled;
  const ask = async (): Promise<void> => {
    if (!canAsk) return;
    setAsking(true);
    if (await onAsk(question)) setQuestion('');
    setAsking(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void ask();
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <textarea
        className="field min-w-60 flex-1"
        rows={2}
        dir="auto"
        aria-label={t('question')}
        placeholder={t('questionHint')}
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" look="primary" disabled={!canAsk}>
        {submitLabel}
      </Button>
    </form>
  );
}
