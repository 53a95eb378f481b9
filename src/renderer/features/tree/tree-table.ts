/**
 * The numbers of a tree as a table: one row for each node and each "other" leaf. Page.
 */
import type { TFunction } from 'i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { tokensTo, type Tree } from '#probability/tree/tree.ts';
import type { FigureTable } from '../../components/figure/figure-table.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { textOfTokens } from '../../components/token-text.ts';

/** Probabilities as fractions, unrounded; the logarithm of a path in nats. */
export function treeTable(tree: Tree, vocabulary: VocabularyTable, t: TFunction<'tree'>): FigureTable {
  const columns = (['path', 'depth', 'token', 'id', 'p', 'pathP', 'logprob'] as const).map((name) =>
    t(`table.${name}`),
  );
  const rows = tree.nodes.flatMap((node) => {
    const text = textOfTokens(vocabulary, tokensTo(tree, node.id));
    const { depth, tokenId, probability, logprob, other } = node;
    const own =
      node.parentId < 0
        ? []
        : [
            [
              text,
              depth,
              visibleBytes(vocabulary.piece(tokenId).bytes),
              tokenId,
              probability,
              Math.exp(logprob),
              logprob,
            ],
          ];
    if (other === null || other.count === 0) return own;
    const rest = other.probability * Math.exp(logprob);
    return [...own, [text, depth + 1, t('otherShort'), '', other.probability, rest, Math.log(rest)]];
  });
  return { columns, rows };
}
