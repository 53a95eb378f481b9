/**
 * Branching from a place: a text of one's own, or one of ten sampled continuations; the alternatives above do the
 * same with one token. Page.
 */
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BranchPlace } from '#contract/place.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { isSame } from '../../components/sampler/presets.ts';
import { useConversation, useModels } from '../../state/queries.ts';
import { shownConversationId, useView } from '../../state/view.ts';
import { obstacleTo, requestBranch, useBranching, type BranchObstacle } from './branch-actions.ts';
import type { TextSource } from './inspected-place.ts';
import { SampleList } from './sample-list.tsx';

/** Why nothing can branch off the reply now; null: it can. */
export function useBranchObstacle(messageId: BranchPlace['messageId']): BranchObstacle {
  const { data: conversation } = useConversation(useView(shownConversationId));
  const { data: known } = useModels();
  const isStarting = useBranching((branching) => branching.isStarting);
  const writer = conversation?.messages.find(({ id }) => id === messageId)?.model;
  const isGone = known && writer && !known.models.some(({ id, isPresent }) => id === writer.id && isPresent);
  return isGone ? 'modelGone' : obstacleTo(conversation, messageId, isStarting);
}

function OwnText({ place, canBranch }: { place: BranchPlace; canBranch: boolean }): ReactNode {
  const { t } = useTranslation('inspector');
  const [text, setText] = useState('');
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (text !== '' && (await requestBranch(place, { kind: 'text', text }))) setText('');
  };
  return (
    <form className="tool-row" onSubmit={(event) => void submit(event)}>
      <input
        className="field"
        data-own-text
        dir="auto"
        maxLength={2_000}
        aria-label={t('branch.own')}
        placeholder={t('branch.ownPlaceholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="action-button" disabled={!canBranch || text === ''}>
        {t('branch.go')}
      </button>
    </form>
  );
}

/** The conversation chooses tokens in another way now than when the reply was written, and a branch does not follow it. */
function useKeepsSampler(place: BranchPlace, source: TextSource): boolean {
  const { data: conversation } = useConversation(useView(shownConversationId));
  if (!conversation || place.kind !== 'reply' || place.position === 0) return false;
  const { seed, maxTokens, stopStrings } = source.settings;
  return !isSame({ ...conversation.settings, seed, maxTokens, stopStrings }, source.settings);
}

export function BranchSection({
  place,
  source,
  vocabulary,
  hasChoices,
}: {
  place: BranchPlace;
  source: TextSource;
  vocabulary: VocabularyTable;
  /** Tokens to choose from stand above. */
  hasChoices: boolean;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const obstacle = useBranchObstacle(place.messageId);
  const keepsSampler = useKeepsSampler(place, source);
  return (
    <section className="tool" aria-label={t('branch.title')}>
      <h4>{t('branch.title')}</h4>
      <p className="note" role="status">
        {obstacle === null
          ? t(hasChoices ? 'branch.lead' : 'branch.leadWithoutChoices')
          : t(`branch.obstacles.${obstacle}`)}
        {obstacle === null && keepsSampler ? ` ${t('branch.keepsSampler')}` : ''}
      </p>
      {obstacle !== 'modelGone' && (
        <>
          <OwnText place={place} canBranch={obstacle === null} />
          <SampleList place={place} source={source} vocabulary={vocabulary} canBranch={obstacle === null} />
        </>
      )}
    </section>
  );
}
