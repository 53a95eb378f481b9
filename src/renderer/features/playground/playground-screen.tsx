/**
 * Sampler playground. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function PlaygroundScreen(): ReactNode {
  const { t } = useTranslation('playground');
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-read px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
      </div>
    </div>
  );
}
