/**
 * What the heat map colours, or nothing. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#contract/settings.ts';
import { Keys } from '../components/keys.tsx';
import { updateSettings } from '../state/actions.ts';

const measures = [
  'off',
  'surprisal',
  'probability',
  'rank',
] as const satisfies readonly Settings['heatMap'][];

export function HeatMapMenu({ measure }: { readonly measure: Settings['heatMap'] }): ReactNode {
  const { t } = useTranslation('app');
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`${t('heatMap.label')}: ${t(`heatMap.${measure}`)}`}
        className="flex h-8 flex-none items-center gap-1.5 rounded px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink data-popup-open:bg-hover"
      >
        <span
          className="fill flex h-2.5 overflow-hidden rounded-[2px] outline outline-line-strong"
          aria-hidden
        >
          {measure === 'off' ? (
            <span className="w-5" />
          ) : (
            <>
              <span className="w-1 bg-heat-1" />
              <span className="w-1 bg-heat-2" />
              <span className="w-1 bg-heat-3" />
              <span className="w-1 bg-heat-4" />
              <span className="w-1 bg-heat-5" />
            </>
          )}
        </span>
        <span className="max-sidebar:hidden">
          {measure === 'off' ? t('heatMap.label') : t(`heatMap.${measure}`)}
        </span>
        <ChevronDown size={14} className="text-ink-faint" aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu">
            <Menu.RadioGroup
              value={measure}
              onValueChange={(next: Settings['heatMap']) => updateSettings({ heatMap: next })}
            >
              {measures.map((value) => (
                <Menu.RadioItem key={value} value={value} closeOnClick className="menu-item">
                  <span className="w-4">
                    <Menu.RadioItemIndicator>
                      <Check size={14} aria-hidden />
                    </Menu.RadioItemIndicator>
                  </span>
                  <span className="flex-1">{t(`heatMap.${value}`)}</span>
                  {value === 'off' ? <Keys keys="H" /> : null}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
