/**
 * A button that is only a picture: its name is a label for screen readers and a tip for everybody else. Page.
 */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Tip } from './tip.tsx';

type Props = Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keys?: string | undefined;
};

export function IconButton({ icon: Icon, label, keys, className = '', ...rest }: Props): ReactNode {
  return (
    <Tip text={label} keys={keys}>
      <button type="button" aria-label={label} className={`icon-button ${className}`} {...rest}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tip>
  );
}
