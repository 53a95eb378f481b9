/**
 * A word about a model that is looked for in a list: French, conditions. Page.
 */
import type { ReactNode } from 'react';
import { Tip } from '../../components/tip.tsx';

type Props = { readonly children: string; readonly tip?: string };

const look = 'inline-flex h-5 flex-none items-center rounded bg-sunken px-1.5 text-xs text-ink-soft';

export function Mark({ children, tip }: Props): ReactNode {
  if (tip === undefined) return <span className={look}>{children}</span>;
  return (
    <Tip text={tip}>
      <span className={look} tabIndex={0}>
        {children}
        <span className="sr-only">. {tip}</span>
      </span>
    </Tip>
  );
}
