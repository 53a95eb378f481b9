/**
 * The menu of a row in the column of conversations, behind a button that shows where the pointer or the focus is. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  readonly label: string;
  readonly isTabStop: boolean;
  /** Missing: it opens by its own button alone. */
  readonly open?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
};

export function RowMenu({ label, isTabStop, children, ...state }: Props): ReactNode {
  return (
    <Menu.Root {...state}>
      <Menu.Trigger
        aria-label={label}
        tabIndex={isTabStop ? 0 : -1}
        className="icon-button absolute top-1 right-1 !size-6 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100"
      >
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-50">
          <Menu.Popup className="menu">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
