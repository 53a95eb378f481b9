/**
 * The drawn paths with what they cost, and whether they are shown in the tree. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { PathKind, TreePath } from '#probability/tree/grow-tree.ts';
import { tokensTo } from '#probability/tree/tree.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { textOfTokens } from '../../components/token-text.ts';
import { PathSign } from './path-marks.tsx';
import { showNode } from './tree-actions.ts';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable };

const kinds: readonly PathKind[] = ['greedy', 'sampled', 'beam'];

export function PathList({ run, vocabulary }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const shown = useTree((work) => work.shownPaths);
  if (run.paths.length === 0) return null;
  return (
    <section aria-label={t('drawn')}>
      <h2 className="text-sm font-semibold">{t('drawn')}</h2>
      <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {kinds
          .filter((kind) => run.paths.some((path) => path.kind === kind))
          .map((kind) => (
            <label key={kind} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="accent-accent"
                checked={shown[kind]}
                onChange={({ target }) =>
                  useTree.setState({ shownPaths: { ...shown, [kind]: target.checked } })
                }
              />
              <PathSign kind={kind} />
              {t(`kinds.${kind}`)}
            </label>
          ))}
      </div>
      <ul className="mt-2">
        {run.paths.map((path) => (
          <PathRow key={`${path.kind}${path.place}`} run={run} path={path} vocabulary={vocabulary} />
        ))}
      </ul>
    </section>
  );
}

function PathRow({ run, path, vocabulary }: Props & { readonly path: TreePath }): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  const { kind, place, nodeIds, logprob, isEnded } = path;
  const last = nodeIds.at(-1) ?? 0;
  const text = textOfTokens(vocabulary, tokensTo(run.tree, last));
  const bits = -logprob / Math.LN2 || 0;
  return (
    <li className="border-t border-line">
      <button
        type="button"
        className="grid w-full gap-y-0.5 px-1 py-1.5 text-left hover:bg-hover"
        onClick={() => showNode(run.tree, last)}
      >
        <span className="text-sm wrap-anywhere">
          <bdi>{text}</bdi>
          {isEnded ? <span className="text-accent"> {t('endOfText')}</span> : null}
        </span>
        <span className="text-xs text-ink-faint tabular-nums">
          {[
            t(`paths.${kind}`, { place }),
            format.share(Math.exp(logprob)),
            t('facts.bits', { bits: format.bits(bits) }),
            t('perToken', { bits: format.bits(bits / Math.max(1, nodeIds.length)) }),
          ].join(' · ')}
        </span>
      </button>
    </li>
  );
}
