/**
 * The way to the instruments: everything that looks inside a model without being a chat. Page.
 */
import { Menu } from '@base-ui/react/menu';
import {
  Columns2,
  FileUp,
  GitFork,
  Grid3x3,
  ListChecks,
  ListTree,
  Ruler,
  Scale,
  Scissors,
  SearchCode,
  SlidersVertical,
  TextCursorInput,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseTraceFile } from '../components/exporting/import-trace.ts';
import { openInstrument } from '../state/instruments.ts';
import type { Instrument } from '../state/view.ts';

/** In the order of the menu: what needs nothing but a text first. */
export const instruments = [
  { instrument: 'nextToken', icon: TextCursorInput },
  { instrument: 'scoring', icon: Ruler },
  { instrument: 'crossReading', icon: Scale },
  { instrument: 'choices', icon: ListChecks },
  { instrument: 'grids', icon: Grid3x3 },
  { instrument: 'tree', icon: ListTree },
  { instrument: 'tokenizer', icon: Scissors },
  { instrument: 'playground', icon: SlidersVertical },
  { instrument: 'hesitations', icon: SearchCode },
  { instrument: 'comparisons', icon: Columns2 },
] as const satisfies readonly { instrument: Instrument; icon: typeof GitFork }[];

export function InstrumentsMenu(): ReactNode {
  const { t } = useTranslation(['app', 'exporting']);
  return (
    <Menu.Root>
      <Menu.Trigger
        data-instruments
        className="flex h-8 items-center gap-2 rounded px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink data-popup-open:bg-hover"
      >
        <GitFork size={16} strokeWidth={1.75} aria-hidden />
        {t('app:instruments')}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" sideOffset={4} align="start" className="z-50">
          <Menu.Popup className="menu">
            {instruments.map(({ instrument, icon: Icon }) => (
              <Menu.Item key={instrument} className="menu-item" onClick={() => openInstrument(instrument)}>
                <Icon size={16} strokeWidth={1.75} className="text-ink-faint" aria-hidden />
                <span className="flex-1">{t(`app:commands.${instrument}`)}</span>
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Item className="menu-item" onClick={() => chooseTraceFile(t('exporting:importedPrefix'))}>
              <FileUp size={16} strokeWidth={1.75} className="text-ink-faint" aria-hidden />
              <span className="flex-1">{t('app:commands.importTrace')}</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
