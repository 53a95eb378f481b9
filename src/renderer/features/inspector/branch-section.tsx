/**
 * Branching from a place: a text of one's own, or one of ten sampled continuations; the alternatives above do the
 * same with one token. Page.
 */
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BranchPlace } from '#contract/place.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useConversation } from '../../state/queries.ts';
import { useView } from '../../state/view.ts';
import { obstacleTo, requestBranch, useBranching, type BranchObstacle } from './branch-actions.ts';
import type { TextSource } from './inspected-place.ts';
import { SampleList } from './sample-list.tsx';

/** Why nothing can branch off the reply now; null: it can. */
export function useBranchObstacle(messageId: BranchPlace['messageId']): BranchObstacle {
  const { data: conversation } = useConversation(useView((view) => view.conversationId));
  const isStarting = useBranching((branching) => branching.isStarting);
  return obstacleTo(conversation, messageId, isStarting);
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

export function BranchSection({
  place,
  source,
  vocabulary,
}: {
  place: BranchPlace;
  source: TextSource;
  vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const obstacle = useBranchObstacle(place.messageId);
  return (
    <section className="tool" aria-label={t('branch.title')}>
      <h4>{t('branch.title')}</h4>
      <p className="note" role="status">
        {obstacle === null ? t('branch.lead') : t(`branch.obstacles.${obstacle}`)}
      </p>
      <OwnText place={place} canBranch={obstacle === null} />
      <SampleList place={place} source={source} vocabulary={vocabulary} canBranch={obstacle === null} />
    </section>
  );
}
