/**
 * A choice among a few values of a model's settings, with its name above it. Page.
 */
import type { ComponentProps, ReactNode } from 'react';
import { Segmented } from '../../components/segmented.tsx';

export function LabelledChoice<T extends string>(props: ComponentProps<typeof Segmented<T>>): ReactNode {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm">{props.label}</span>
      <Segmented {...props} />
    </div>
  );
}
