/**
 * First step: which language to read. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/i18n.ts';
import { updateSettings } from '../../state/actions.ts';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';

export function LanguageStep({ onNext }: { readonly onNext: () => void }): ReactNode {
  const { t } = useTranslation(['first-run', 'settings', 'common']);
  const language = useLanguage();
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{t('first-run:languageTitle')}</h1>
      <p className="mt-2 text-base leading-6 text-ink-soft">{t('first-run:languageHint')}</p>
      <div className="mt-6">
        <Segmented
          label={t('settings:language')}
          value={language}
          options={[
            { value: 'en', label: t('settings:english') },
            { value: 'fr', label: t('settings:french') },
          ]}
          onChange={(value) => updateSettings({ language: value })}
        />
      </div>
      <Button
        look="primary"
        className="mt-8 self-start"
        onClick={() => {
          updateSettings({ language });
          onNext();
        }}
      >
        {t('common:next')}
      </Button>
    </>
  );
}
