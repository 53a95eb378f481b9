/**
 * The chosen place of the tree: what it says, its numbers, and where it can go on. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { tokensTo, type TreeNode } from '#probability/tree/tree.ts';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { textOfTokens } from '../../components/token-text.ts';
import { chatObstacle, continueInBench, continueInChat, growFromHere } from './continue-here.ts';
import { nodeIdOfRow } from './tree-rows.ts';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable };

export function ChosenNode({ run, vocabulary }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const chosenRow = useTree((work) => work.chosenRow);
  const node = run.tree.nodes[nodeIdOfRow(chosenRow)];
  if (!node) return null;
  const text = textOfTokens(vocabulary, tokensTo(run.tree, node.id));
  return (
    <section aria-label={t('chosen')}>
      <h2 className="text-sm font-semibold">{t('chosen')}</h2>
      <p role="status" dir="auto" className="mt-1 text-base wrap-anywhere">
        {node.depth === 0 ? <span className="text-ink-soft">{t('start')}</span> : <bdi>{text}</bdi>}
        {chosenRow < 0 ? <span className="text-ink-soft"> {t('andOther')}</span> : null}
        {node.isEnd ? <span className="text-accent"> {t('endOfText')}</span> : null}
      </p>
      {chosenRow < 0 ? <OtherFacts node={node} /> : <NodeFacts node={node} />}
      {chosenRow < 0 ? (
        <p className="mt-2 text-xs text-ink-faint">{t('otherNote')}</p>
      ) : (
        <GoOn run={run} node={node} />
      )}
    </section>
  );
}

function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: string])[];
}): ReactNode {
  return (
    <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm tabular-nums">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function NodeFacts({ node }: { readonly node: TreeNode }): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  const { depth, probability, logprob, endProbability } = node;
  const facts: (readonly [string, string])[] = [];
  if (depth > 0) {
    facts.push([t('facts.here'), format.share(probability)]);
    facts.push([t('facts.path'), format.share(Math.exp(logprob))]);
    facts.push([t('facts.surprise'), t('facts.bits', { bits: format.bits(-logprob / Math.LN2 || 0) })]);
    facts.push([t('facts.mean'), t('facts.bits', { bits: format.bits(-logprob / Math.LN2 / depth || 0) })]);
  }
  if (endProbability !== null) facts.push([t('facts.end'), format.probability(endProbability)]);
  return <Facts facts={facts} />;
}

function OtherFacts({ node: { other, logprob } }: { readonly node: TreeNode }): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  if (other === null) return null;
  return (
    <Facts
      facts={[
        [t('facts.tokens'), format.integer(other.count)],
        [t('facts.here'), format.share(other.probability)],
        [t('facts.path'), format.share(other.probability * Math.exp(logprob))],
      ]}
    />
  );
}

function GoOn({ run, node }: { readonly run: TreeRun; readonly node: TreeNode }): ReactNode {
  const { t } = useTranslation('tree');
  if (node.isEnd) return <p className="mt-2 text-xs text-ink-faint">{t('obstacles.ended')}</p>;
  const obstacle = chatObstacle(run, node.id);
  return (
    <>
      <h3 className="mt-3 text-xs text-ink-faint">{t('continue')}</h3>
      <div className="mt-1 flex flex-wrap gap-2">
        <Button isSmall onClick={() => continueInBench(run, node.id)}>
          {t('inBench')}
        </Button>
        <Button isSmall disabled={obstacle !== null} onClick={() => void continueInChat(run, node.id)}>
          {t('inChat')}
        </Button>
        <Button isSmall disabled={node.depth === 0} onClick={() => growFromHere(run, node.id)}>
          {t('asStart')}
        </Button>
      </div>
      {obstacle !== null && <p className="mt-2 text-xs text-ink-faint">{t(`obstacles.${obstacle}`)}</p>}
    </>
  );
}
