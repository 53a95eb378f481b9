/**
 * The app's settings: language, theme, palette; and what Prisme is. Page. Each change holds at once.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { StrategyRadios } from '../../components/strategy-choice.tsx';
import { useLanguage } from '../../i18n/i18n.ts';
import { updateSettings } from '../../state/actions.ts';
import { useAppStatus, useSettings } from '../../state/queries.ts';
import { openPrivacy } from '../../state/view.ts';

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Sections of other features. */
  readonly children: ReactNode;
};

export function SettingsDialog({ isOpen, onClose, children }: Props): ReactNode {
  const { t } = useTranslation(['settings', 'context', 'titles']);
  const { data: settings } = useSettings();
  const { data: status } = useAppStatus();
  const language = useLanguage();
  return (
    <Modal title={t('title')} isOpen={isOpen} onClose={onClose}>
      {settings ? (
        <div className="flex flex-col gap-5">
          <Row label={t('language')}>
            <Segmented
              label={t('language')}
              value={settings.language ?? language}
              options={[
                { value: 'en', label: t('english') },
                { value: 'fr', label: t('french') },
              ]}
              onChange={(value) => updateSettings({ language: value })}
            />
          </Row>
          <Row label={t('theme')}>
            <Segmented
              label={t('theme')}
              value={settings.theme}
              options={[
                { value: 'system', label: t('themeSystem') },
                { value: 'light', label: t('themeLight') },
                { value: 'dark', label: t('themeDark') },
              ]}
              onChange={(theme) => updateSettings({ theme })}
            />
          </Row>
          <Row label={t('palette')} hint={t('paletteHint')}>
            <Segmented
              label={t('palette')}
              value={settings.heatMapPalette}
              options={[
                { value: 'blue', label: t('paletteBlue') },
                { value: 'mono', label: t('paletteMono') },
              ]}
              onChange={(heatMapPalette) => updateSettings({ heatMapPalette })}
            />
          </Row>
          <Row label={t('context:strategyDefault')} hint={t('context:strategyDefaultHint')}>
            <StrategyRadios
              label={t('context:strategyDefault')}
              value={settings.contextStrategy}
              onChange={(contextStrategy) => updateSettings({ contextStrategy })}
            />
          </Row>
          <Row label={t('titles:setting')} hint={t('titles:settingHint')}>
            <Segmented
              label={t('titles:setting')}
              value={settings.writesTitles ? 'model' : 'beginning'}
              options={[
                { value: 'model', label: t('titles:model') },
                { value: 'beginning', label: t('titles:beginning') },
              ]}
              onChange={(by) => updateSettings({ writesTitles: by === 'model' })}
            />
          </Row>
          {children}
          <section className="border-t border-line pt-5">
            <h3 className="text-sm font-semibold">
              {status ? t('version', { version: status.version }) : t('about')}
            </h3>
            <p className="mt-1 text-sm text-ink-soft">{t('privacy')}</p>
            <Button isSmall className="mt-3" onClick={openPrivacy}>
              {t('privacyOpen')}
            </Button>
          </section>
        </div>
      ) : null}
    </Modal>
  );
}

type RowProps = { readonly label: string; readonly hint?: string; readonly children: ReactNode };

function Row({ label, hint, children }: RowProps): ReactNode {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="text-sm">{label}</span>
        {children}
      </div>
      {hint ? <p className="text-xs text-ink-faint">{hint}</p> : null}
    </div>
  );
}
