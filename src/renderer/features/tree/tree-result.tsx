/**
 * A tree that was grown or is growing: how far it is, the tree itself, and what is known of it as a whole. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { BlockView } from './block-view.tsx';
import { ChosenNode } from './chosen-node.tsx';
import { Continuations } from './continuations.tsx';
import { PathList } from './path-list.tsx';
import { growTree } from './tree-actions.ts';
import { TreeList } from './tree-list.tsx';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable | null };

export function TreeResult({ run, vocabulary }: Props): ReactNode {
  const { t } = useTranslation('tree');
  return (
    <section aria-label={t('result')} className="mt-8 border-t border-line pt-4">
      <Status run={run} />
      {run.error && (
        <div className="mt-4">
          <ErrorPanel error={run.error} onRetry={() => void growTree(run.model)} />
        </div>
      )}
      {vocabulary && run.tree.nodes[0]?.children ? <Grown run={run} vocabulary={vocabulary} /> : null}
    </section>
  );
}

function Grown({
  run,
  vocabulary,
}: {
  readonly run: TreeRun;
  readonly vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('tree');
  const view = useTree((work) => work.view);
  const provenance = useProvenance(run);
  return (
    <>
      <div className="mt-4">
        <Segmented
          label={t('view')}
          value={view}
          options={[
            { value: 'list', label: t('list') },
            { value: 'blocks', label: t('blocks') },
          ]}
          onChange={(value) => useTree.setState({ view: value })}
        />
      </div>
      <div className="mt-4 grid gap-x-10 gap-y-8 inspector:grid-cols-[minmax(0,1fr)_340px]">
        <div className="min-w-0">
          {view === 'list' ? (
            <>
              <TreeList run={run} vocabulary={vocabulary} />
              <p className="mt-2 text-xs text-ink-faint">{provenance}</p>
            </>
          ) : (
            <BlockView run={run} vocabulary={vocabulary} provenance={provenance} />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-8">
          <ChosenNode run={run} vocabulary={vocabulary} />
          <PathList run={run} vocabulary={vocabulary} />
          <Continuations run={run} vocabulary={vocabulary} />
        </div>
      </div>
    </>
  );
}

function useProvenance({ model, profile }: TreeRun): string {
  const { t } = useTranslation('tree');
  if (profile === null) return model.name;
  const { engine, backend, batchTokens } = profile;
  return t('profile', { model: model.name, engine, backend, batch: batchTokens });
}

function Status({ run }: { readonly run: TreeRun }): ReactNode {
  const { t } = useTranslation('tree');
  const words = useStatusWords(run);
  const isRunning = run.phase !== 'ended';
  return (
    <>
      <p role="status" className="text-sm text-ink-soft">
        {words}
      </p>
      {isRunning && <Progress label={t('progress')} fraction={fractionOf(run)} />}
      <Effort run={run} />
    </>
  );
}

/** How far it is: of the start while it is read, then of the limit that comes first. */
function fractionOf({ phase, startFraction, progress, limits }: TreeRun): number | null {
  if (phase === 'waiting') return startFraction;
  if (progress === null) return null;
  return Math.min(1, Math.max(progress.nodes / limits.nodes, progress.elapsedMs / (limits.seconds * 1_000)));
}

function useStatusWords({ phase, startFraction, endReason, error, model, limits }: TreeRun): string {
  const { t } = useTranslation('tree');
  const format = useFormat();
  if (error !== null) return '';
  if (phase === 'waiting') return startFraction === null ? t('waiting', { model: model.name }) : t('reading');
  if (phase === 'growing') return t('growing');
  const shown = { nodes: format.integer(limits.nodes), seconds: format.integer(limits.seconds) };
  return endReason === null ? '' : t(`ends.${endReason}`, shown);
}

/** What it took, once there is something to say. Not a status: it changes with every node. */
function Effort({ run: { progress } }: { readonly run: TreeRun }): ReactNode {
  const { t } = useTranslation('tree');
  const format = useFormat();
  if (progress === null) return null;
  const { nodes, evaluations, remembered, evaluatedTokens, uncachedTokens, elapsedMs } = progress;
  const facts = [
    t('effort.nodes', { count: nodes, shown: format.integer(nodes) }),
    t('effort.evaluations', { count: evaluations, shown: format.integer(evaluations) }),
    ...(remembered > 0 ? [t('effort.remembered', { shown: format.integer(remembered) })] : []),
    t('effort.tokens', {
      read: format.integer(evaluatedTokens),
      uncached: format.integer(uncachedTokens),
    }),
    format.seconds(elapsedMs),
  ];
  return (
    <p className="mt-2 text-xs text-ink-faint tabular-nums" data-testid="effort">
      {facts.join(' · ')}
    </p>
  );
}
