/**
 * What a search found, by reply, the newest first. Page. The list is one stop for Tab; the arrows go through it.
 */
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { goToToken } from '../../state/go-to-token.ts';
import type { HitGroup } from '../../state/hesitations.ts';
import { HitRow } from './hit-row.tsx';
import { useSearchForm } from './search-form-state.ts';

const shownAtFirst = 200;

/** The groups with the first `limit` hits, and the number of the first hit of each. */
function firstHits(
  groups: readonly HitGroup[],
  limit: number,
): readonly (HitGroup & { readonly first: number })[] {
  let first = 0;
  return groups.flatMap(({ reply, hits }) => {
    const shown = hits.slice(0, Math.max(0, limit - first));
    if (shown.length === 0) return [];
    const group = { reply, hits: shown, first };
    first += hits.length;
    return [group];
  });
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = hits.findIndex((hit) => hit === event.target);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(hits.length - 1, at + 1),
    ArrowUp: Math.max(0, at - 1),
    Home: 0,
    End: hits.length - 1,
  };
  const next = targets[event.key];
  if (at === -1 || next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  hits[next]?.focus();
}

type Props = { readonly groups: readonly HitGroup[]; readonly hitCount: number };

export function HitList({ groups, hitCount }: Props): ReactNode {
  const { t } = useTranslation(['hesitations', 'conversations']);
  const format = useFormat();
  const [limit, setLimit] = useState(shownAtFirst);
  const activeHit = useSearchForm((form) => Math.min(form.activeHit, Math.min(limit, hitCount) - 1));
  const rest = Math.max(0, hitCount - limit);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the buttons in it have the keys */}
      <div onKeyDown={moveFocus}>
        {firstHits(groups, limit).map(({ reply, hits, first }) => (
          <section key={reply.messageId} className="mt-6">
            <h2 className="flex flex-wrap items-baseline gap-x-3 pb-1 text-sm">
              <span className="min-w-0 truncate font-medium">
                {reply.title || t('conversations:untitled')}
              </span>
              <span className="text-xs text-ink-faint">
                {reply.modelName} · {format.time(reply.createdAtMs)}
              </span>
            </h2>
            <ul className="border-b border-line">
              {hits.map((hit, index) => (
                <HitRow
                  key={hit.position}
                  hit={hit}
                  isTabStop={first + index === activeHit}
                  onFocus={() => useSearchForm.setState({ activeHit: first + index })}
                  onOpen={() => void goToToken(reply.conversationId, reply.messageId, hit.position)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {rest > 0 ? (
        <div className="mt-4">
          <Button isSmall onClick={() => setLimit(limit + shownAtFirst)}>
            {t('showMore', { shown: format.integer(Math.min(rest, shownAtFirst)) })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
