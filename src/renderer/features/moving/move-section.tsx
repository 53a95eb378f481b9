/**
 * The way to the dialog from the settings. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { openMove } from '../../state/moving.ts';

export function MoveSection(): ReactNode {
  const { t } = useTranslation('moving');
  return (
    <section className="border-t border-line pt-5">
      <h3 className="text-sm font-semibold">{t('title')}</h3>
      <p className="mt-1 text-sm text-ink-soft">{t('sectionAbout')}</p>
      <Button isSmall className="mt-3" onClick={() => openMove()}>
        {t('open')}
      </Button>
    </section>
  );
}
