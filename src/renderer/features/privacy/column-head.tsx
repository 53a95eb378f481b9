/**
 * Head of a column of the privacy page's tables. Page.
 */
import type { ReactNode } from 'react';

/** The last column is aligned to the right edge of the page. */
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
