/**
 * A conversation without a message: one thing to do. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

type Props = { readonly hasModels: boolean; readonly onAddModel: () => void };

export function EmptyChat({ hasModels, onAddModel }: Props): ReactNode {
  const { t } = useTranslation('chat');
  return (
    <div className="mx-auto flex h-full max-w-read flex-col justify-end px-6 pb-6">
      <h1 className="text-xl font-semibold tracking-tight">
        {hasModels ? t('emptyTitle') : t('noModelTitle')}
      </h1>
      <p className="mt-1 max-w-[52ch] text-base text-ink-faint">
        {hasModels ? t('emptyHint') : t('noModelHint')}
      </p>
      {hasModels ? null : (
        <Button look="primary" className="mt-4 self-start" onClick={onAddModel}>
          {t('addModel')}
        </Button>
      )}
    </div>
  );
}
