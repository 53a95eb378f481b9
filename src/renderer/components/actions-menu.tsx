/**
 * The menu of a row, behind a button with three dots. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  readonly label: string;
  /** The row stands in a dialog, which the menu has to cover. */
  readonly isInDialog?: boolean;
  readonly children: ReactNode;
};

export function ActionsMenu({ label, isInDialog = false, children }: Props): ReactNode {
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={label} className="icon-button">
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className={isInDialog ? 'z-60' : 'z-50'}>
          <Menu.Popup className="menu">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
