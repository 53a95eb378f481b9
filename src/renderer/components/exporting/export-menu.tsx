/**
 * The button that opens the ways to take something along: what each makes, and the ending of its file. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Check, Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { Tip } from '../tip.tsx';

/** Kept while the window is open: whoever wants pictures without numbers wants it for all of them. */
export const usePictureValues = create<{ readonly hasValues: boolean }>(() => ({ hasValues: true }));

export type ExportItem = { readonly label: string; readonly ending: string; readonly run: () => void };

type Props = {
  readonly tip: string;
  /** Name of the button; without it the tip is the name. */
  readonly label?: string;
  readonly items: readonly ExportItem[];
  /** There is a picture of a heat map, with or without values under its tokens. */
  readonly hasHeatMap?: boolean;
};

export function ExportMenu({ tip, label = tip, items, hasHeatMap = false }: Props): ReactNode {
  return (
    <Menu.Root>
      <Tip text={tip}>
        <Menu.Trigger aria-label={label} className="icon-button">
          <Download size={16} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
      </Tip>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu">
            {items.map(({ label: itemLabel, ending, run }) => (
              <Menu.Item key={`${itemLabel} ${ending}`} className="menu-item" onClick={run}>
                <span className="flex-1">{itemLabel}</span>
                <span className="text-xs text-ink-faint">{ending}</span>
              </Menu.Item>
            ))}
            {hasHeatMap ? <ValuesItem /> : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ValuesItem(): ReactNode {
  const { t } = useTranslation('exporting');
  const { hasValues } = usePictureValues();
  return (
    <>
      <Menu.Separator className="my-1 border-t border-line" />
      <Menu.CheckboxItem
        checked={hasValues}
        onCheckedChange={(next: boolean) => usePictureValues.setState({ hasValues: next })}
        className="menu-item"
      >
        <span className="flex-1">{t('values')}</span>
        <Menu.CheckboxItemIndicator>
          <Check size={14} aria-hidden />
        </Menu.CheckboxItemIndicator>
      </Menu.CheckboxItem>
    </>
  );
}
