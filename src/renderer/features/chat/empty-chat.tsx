/**
 * A conversation without a message: one thing to do. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

type Props = {
  readonly hasModels: boolean;
  /** The model goes on with texts: there is nothing to ask it. */
  readonly continuesText: boolean;
  readonly onAddModel: () => void;
};

export function EmptyChat({ hasModels, continuesText, onAddModel }: Props): ReactNode {
  const { t } = useTranslation(['chat', 'chat-format']);
  const title = continuesText ? t('chat-format:emptyTitle') : t('emptyTitle');
  const hint = continuesText ? t('chat-format:emptyHint') : t('emptyHint');
  return (
    <div className="mx-auto flex h-full max-w-read flex-col justify-end px-6 pb-6">
      <h1 className="text-xl font-semibold tracking-tight">{hasModels ? title : t('noModelTitle')}</h1>
      <p className="mt-1 max-w-[52ch] text-base text-ink-faint">{hasModels ? hint : t('noModelHint')}</p>
      {hasModels ? null : (
        <Button look="primary" className="mt-4 self-start" onClick={onAddModel}>
          {t('addModel')}
        </Button>
      )}
    </div>
  );
}
