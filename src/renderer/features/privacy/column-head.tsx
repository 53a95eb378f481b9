/**
 * One part of the privacy page: its heading and what belongs to it. Page.
 */
import { useId, type ReactNode } from 'react';

type Props = { readonly title: string; readonly children: ReactNode };

export function Section({ title, children }: Props): ReactNode {
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

/** Head of a column; the last column is aligned to the right edge of the page. */
export function ColumnHead({
  children,
  isLast = false,
}: {
  readonly children: ReactNode;
  readonly isLast?: boolean;
}): ReactNode {
  return (
    <th
      scope="col"
      className={`border-b border-line py-1.5 font-normal text-ink-faint ${isLast ? 'text-right' : 'pr-4 text-left'}`}
    >
      {children}
    </th>
  );
}
