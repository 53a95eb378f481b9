/**
 * A short name shown beside a control on hover or focus, with its key. Page. The control carries the same name for
 * screen readers itself.
 */
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from './keys.tsx';

type Props = { readonly text: string; readonly keys?: string | undefined; readonly children: ReactElement };

export function Tip({ text, keys, children }: Props): ReactNode {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={400} render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-60">
          <Tooltip.Popup className="tooltip" aria-hidden>
            {text}
            {keys ? <Keys keys={keys} isQuiet /> : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
