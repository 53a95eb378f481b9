/**
 * The whole page: waits for the settings, then the first run or the frame; keeps language and theme in step with the
 * settings. Page.
 */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#contract/settings.ts';
import { toPageError } from '../core-error.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { RescueScreen } from '../features/backups/rescue-screen.tsx';
import { AddModel } from '../features/models/add-model.tsx';
import { FirstRun } from '../features/first-run/first-run.tsx';
import { setLanguage, systemLanguage } from '../i18n/i18n.ts';
import { newConversation } from '../state/open-conversation.ts';
import { useSettings } from '../state/queries.ts';
import { openHub } from '../state/view.ts';
import { updateHeatMapView } from '../state/traces/heat-map-view.ts';
import { Banners } from './banners.tsx';
import { Failsafe } from './failsafe.tsx';
import { Frame } from './frame.tsx';
import { Logo } from './logo.tsx';
import { applyTheme } from './theme.ts';
import { Toasts } from './toasts.tsx';

export function App(): ReactNode {
  const { data: settings, error, refetch } = useSettings();
  useFollowSettings(settings);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <div className="flex h-full flex-col">
          <Banners />
          <div className="min-h-0 flex-1">
            <Failsafe>
              {settings ? (
                <Screen settings={settings} />
              ) : error ? (
                <StartFailure error={error} onRetry={() => void refetch()} />
              ) : (
                <Starting />
              )}
            </Failsafe>
          </div>
        </div>
        <Toasts />
      </Tooltip.Provider>
    </CSPProvider>
  );
}

function Screen({ settings }: { readonly settings: Settings }): ReactNode {
  if (settings.isFirstRunDone) return <Frame settings={settings} />;
  return (
    <FirstRun
      logo={<Logo />}
      AddModel={AddModel}
      onDone={() => void newConversation()}
      onFind={() => void newConversation().then(openHub)}
    />
  );
}

function useFollowSettings(settings: Settings | undefined): void {
  const { language = null, theme = 'system', heatMap = 'off', heatMapPalette = 'blue' } = settings ?? {};
  useEffect(() => setLanguage(language ?? systemLanguage()), [language]);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(
    () => updateHeatMapView({ measure: heatMap, palette: heatMapPalette }),
    [heatMap, heatMapPalette],
  );
}

/** Shown for the moment until the core answers; after that moment it says what is going on. */
function Starting(): ReactNode {
  const { t } = useTranslation('app');
  return (
    <main className="grid h-full place-items-center" aria-busy>
      <div className="flex flex-col items-center gap-3">
        <Logo />
        <p className="text-sm text-ink-faint" role="status">
          {t('connecting')}
        </p>
      </div>
    </main>
  );
}

function StartFailure({
  error,
  onRetry,
}: {
  readonly error: Error;
  readonly onRetry: () => void;
}): ReactNode {
  const pageError = toPageError(error);
  if (pageError.code === 'database.damaged' || pageError.code === 'database.newerVersion')
    return <RescueScreen error={pageError} logo={<Logo />} />;
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="flex w-full max-w-md flex-col gap-6">
        <Logo />
        <ErrorPanel error={pageError} onRetry={onRetry} />
      </div>
    </main>
  );
}
