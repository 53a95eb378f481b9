/**
 * One part of a page of facts or settings: its heading, and what belongs to it. Page.
 */
import { useId, type ReactNode } from 'react';

type Props = { readonly title: string; readonly children: ReactNode };

export function PageSection({ title, children }: Props): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8 border-t border-line pt-6">
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}
