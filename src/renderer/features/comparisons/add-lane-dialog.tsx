/**
 * Another lane for a comparison that stands. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#contract/comparisons.ts';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { useModels } from '../../state/queries.ts';
import { addLane } from './comparison-actions.ts';
import { LaneDraftFields } from './lane-draft-fields.tsx';
import { draftFor } from './lane-drafts.ts';
import { letterOf } from './lane-names.ts';

type Props = { readonly comparison: Comparison; readonly isOpen: boolean; readonly onClose: () => void };

export function AddLaneDialog({ comparison, isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('comparisons');
  const { data: list } = useModels();
  const models = (list?.models ?? []).filter(({ isPresent }) => isPresent);
  const [first] = models;
  return (
    <Modal title={t('addLane')} isOpen={isOpen} onClose={onClose}>
      {first ? (
        <Form comparison={comparison} models={models} first={first} onClose={onClose} />
      ) : (
        <p className="text-base">{t('noModel')}</p>
      )}
    </Modal>
  );
}

type FormProps = Omit<Props, 'isOpen'> & { readonly models: readonly Model[]; readonly first: Model };

function Form({ comparison, models, first, onClose }: FormProps): ReactNode {
  const { t } = useTranslation('comparisons');
  const [draft, setDraft] = useState(() => draftFor(first, 0));
  const add = async (): Promise<void> => {
    await addLane(comparison.id, draft);
    onClose();
  };
  return (
    <div className="flex flex-col gap-4">
      <LaneDraftFields
        letter={letterOf(comparison.lanes.length)}
        draft={draft}
        models={models}
        onChange={setDraft}
      />
      {comparison.turns.length > 0 ? <p className="text-sm text-ink-faint">{t('answersAll')}</p> : null}
      <div>
        <Button look="primary" onClick={() => void add()}>
          {t('add')}
        </Button>
      </div>
    </div>
  );
}
