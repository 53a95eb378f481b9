/**
 * The beginning of a blind vote: its folder and its first question. Page. Models and settings are chosen above it.
 */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewLane } from '#contract/comparisons.ts';
import { QuestionForm } from './question-form.tsx';
import { beginRound } from './vote-actions.ts';
import { useVotes } from './votes-queries.ts';
import { useVotesView } from './votes-store.ts';

type Props = { /** Two. */ readonly lanes: readonly NewLane[] };

export function BeginBlind({ lanes }: Props): ReactNode {
  const { t } = useTranslation('votes');
  const { data: votes = [] } = useVotes();
  const folder = useVotesView((view) => view.folder);
  const listId = useId();
  const names = [...new Set(votes.map((vote) => vote.folder))];
  const isSame = lanes[0]?.modelId === lanes[1]?.modelId;
  // The folder of the last question, or a word for the first one.
  const offered = names[0] ?? t('firstFolder');
  return (
    <div className="flex flex-col gap-3">
      <p className="prose-quiet">{t('lead')}</p>
      {isSame ? (
        <p role="status" className="text-sm text-ink-soft" data-needs-two-models>
          {t('needsTwoModels')}
        </p>
      ) : null}
      <label className="flex max-w-80 flex-col gap-1 text-sm text-ink-soft">
        {t('folder')}
        <input
          className="field"
          list={listId}
          maxLength={100}
          dir="auto"
          placeholder={offered}
          value={folder}
          onChange={(event) => useVotesView.setState({ folder: event.target.value })}
        />
      </label>
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <QuestionForm
        submitLabel={t('ask')}
        isDisabled={isSame || lanes.length !== 2}
        onAsk={(question) => beginRound(folder.trim() || offered, lanes, question)}
      />
    </div>
  );
}
