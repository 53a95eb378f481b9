/**
 * Later turns stand behind the reply that is branched: here, or in a copy? Page. Nothing is lost either way.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { answerQuestion, useBranching } from './branch-actions.ts';

export function BranchQuestion(): ReactNode {
  const { t } = useTranslation(['inspector', 'common']);
  const isOpen = useBranching(({ question }) => question !== null);
  return (
    <Modal title={t('branch.question')} isOpen={isOpen} onClose={() => void answerQuestion(null)}>
      <p className="text-sm text-ink-soft">{t('branch.questionBody')}</p>
      <div className="dialog-actions">
        <Button look="quiet" onClick={() => void answerQuestion(null)}>
          {t('common:cancel')}
        </Button>
        <Button onClick={() => void answerQuestion('newConversation')}>{t('branch.intoCopy')}</Button>
        <Button look="primary" onClick={() => void answerQuestion('here')}>
          {t('branch.intoHere')}
        </Button>
      </div>
    </Modal>
  );
}
