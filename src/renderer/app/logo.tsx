/**
 * The name and the thin spectrum line: the only ornament of the app. Page.
 */
import type { ReactNode } from 'react';

/** From red to violet, one hairline each; the colours are the ornament's own and mean nothing. */
const lines = ['#e5484d', '#f0883e', '#e3b341', '#46a758', '#3e8fd0', '#6e56cf'];

export function Logo(): ReactNode {
  return (
    <span className="inline-flex items-center gap-2.5 text-base font-semibold tracking-tight">
      <svg width="22" height="16" viewBox="0 0 22 16" aria-hidden className="flex-none">
        <path
          d="M6.5 2 12 13H1Z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.25"
          strokeLinejoin="round"
        />
        {lines.map((colour, index) => (
          <path
            key={colour}
            d={`M${9.2 + index * 0.5} ${6.6 + index * 0.55} L22 ${4 + index * 1.7}`}
            stroke={colour}
            strokeWidth="1"
          />
        ))}
      </svg>
      Prisme
    </span>
  );
}
