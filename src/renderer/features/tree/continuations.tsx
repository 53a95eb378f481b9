/**
 * The most probable whole continuations of the tree, and how much of everything they stand for. Page.
 */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { continuationsOf, massesOf, tokensTo } from '#probability/tree/tree.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { textOfTokens } from '../../components/token-text.ts';
import { showNode } from './tree-actions.ts';
import type { TreeRun } from './tree-run.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable };

const shownContinuations = 10;

export function Continuations({ run, vocabulary }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  const { tree, revision, limits } = run;
  const { masses, leaves } = useMemo(
    () => ({
      masses: massesOf(tree, limits.depth),
      leaves: continuationsOf(tree, limits.depth, shownContinuations),
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same tree grows: `revision` says when
    [tree, revision, limits],
  );
  return (
    <section aria-label={t('most')}>
      <h2 className="text-sm font-semibold">{t('most')}</h2>
      <p className="mt-1 text-xs text-ink-faint tabular-nums" data-testid="masses">
        {(['covered', 'open', 'other'] as const)
          .map((name) => t(`masses.${name}`, { share: format.share(clean(masses[name])) }))
          .join(' · ')}
      </p>
      {leaves.length === 0 ? (
        <p className="mt-2 text-sm text-ink-soft">{t('noneYet')}</p>
      ) : (
        <ol className="mt-2">
          {leaves.map((leaf) => (
            <li key={leaf.id} className="border-t border-line">
              <button
                type="button"
                className="flex w-full items-baseline gap-3 px-1 py-1.5 text-left hover:bg-hover"
                onClick={() => showNode(tree, leaf.id)}
              >
                <span className="w-14 flex-none text-right text-sm tabular-nums">
                  {format.share(Math.exp(leaf.logprob))}
                </span>
                <span className="min-w-0 text-sm wrap-anywhere">
                  <bdi>{textOfTokens(vocabulary, tokensTo(tree, leaf.id))}</bdi>
                  {leaf.isEnd ? <span className="text-accent"> {t('endOfText')}</span> : null}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** A sum of nothing is nothing, whatever rounding left of it. */
function clean(share: number): number {
  return Math.abs(share) < 1e-12 ? 0 : share;
}
