/**
 * An error in three sentences: what happened, what is safe, what to do next; then the figures of this occurrence. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageError } from '../core-error.ts';
import type { common as english } from '../i18n/en/common.ts';
import { useErrorWords, useFormat } from '../i18n/i18n.ts';

type Props = {
  readonly error: PageError;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
};

export function ErrorPanel({ error, onRetry, children }: Props): ReactNode {
  const { t } = useTranslation();
  const words = useErrorWords()(error.code);
  return (
    <div role="alert" className="rounded border-l-2 border-danger bg-sunken px-4 py-3 text-sm">
      <p className="font-medium text-ink">{words.what}</p>
      <p className="text-ink-soft">
        {words.safe ? `${words.safe} ` : ''}
        {words.next}
      </p>
      <ErrorDetails error={error} />
      {onRetry || children ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {onRetry ? (
            <button type="button" className="button button-small" onClick={onRetry}>
              {t('retry')}
            </button>
          ) : null}
          {children}
        </div>
      ) : null}
    </div>
  );
}

/** A detail that has a name in the reader's language; another one stands under its own. */
function isNamed(
  name: string,
  i18n: { exists: (key: string) => boolean },
): name is keyof typeof english.details {
  return i18n.exists(`common:details.${name}`);
}

/** The figures of this occurrence. */
export function ErrorDetails({ error }: { readonly error: PageError }): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const details = Object.entries(error.details).filter(([, value]) => value !== null);
  if (details.length === 0) return null;
  const shown = ([name, value]: (typeof details)[number]): string => {
    const label = isNamed(name, i18n) ? t(`details.${name}`) : name;
    if (typeof value !== 'number') return `${label} ${String(value)}`;
    return `${label} ${name.endsWith('Bytes') ? format.bytes(value) : format.integer(value)}`;
  };
  return (
    <p className="mt-1 font-mono text-xs break-words text-ink-faint">{details.map(shown).join(' · ')}</p>
  );
}
