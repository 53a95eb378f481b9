/**
 * Sampler playground: the chain at one captured token, stage by stage, with every parameter live. Page. It runs the
 * code that generated the reply and evaluates nothing, unless the whole vocabulary is asked for.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { takeRequest } from '../../state/instruments.ts';
import { tokenSelection, type TokenSelection } from '../../state/traces/selection.ts';
import { traceStore } from '../../state/traces/traces.ts';
import { goToToken, isSameToken, usePlayground } from './playground-store.ts';
import './playground.css';
import { PlaceLine } from './place-line.tsx';
import { useSubject, type ReadySubject } from './subject.ts';
import { Workbench } from './workbench.tsx';

/** The token that it was last opened with: the same one does not undo a walk to its neighbours. */
let openedWith: TokenSelection | null = null;

function useOpening(): void {
  useEffect(() => {
    const wanted = takeRequest('playground') ?? tokenSelection.get();
    if (wanted === null || isSameToken(wanted, openedWith)) return;
    openedWith = wanted;
    goToToken(wanted);
  }, []);
}

export function PlaygroundScreen(): ReactNode {
  const { t } = useTranslation('playground');
  useOpening();
  const selection = usePlayground((work) => work.selection);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="playground mx-auto flex w-full max-w-[1160px] flex-col gap-5 px-6 pt-6 pb-16">
        <div>
          <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
          <p className="prose-quiet">{selection ? t('lead') : t('howToChoose')}</p>
        </div>
        {selection ? <Chosen selection={selection} /> : null}
      </div>
    </div>
  );
}

function Chosen({ selection }: { readonly selection: TokenSelection }): ReactNode {
  const { t } = useTranslation('playground');
  const subject = useSubject(selection);
  if (subject.kind === 'failed')
    return <ErrorPanel error={{ code: subject.code, details: {} }} onRetry={subject.retry} />;
  if (subject.kind === 'none') return <p className="prose-quiet">{t('howToChoose')}</p>;
  if (subject.kind === 'loading') return <Progress label={t('reading')} fraction={null} />;
  return (
    <>
      <PlaceLine subject={subject} />
      {subject.step ? (
        <Workbench subject={subject} step={subject.step} />
      ) : (
        <NoDistribution subject={subject} />
      )}
    </>
  );
}

/** A token of a prompt that was not scored, the first one, or one that was not captured. */
function NoDistribution({ subject }: { readonly subject: ReadySubject }): ReactNode {
  const { t } = useTranslation(['playground', 'inspector']);
  const { score, selection } = subject;
  if (score === null || selection.position === 0 || score.kind === 'scored')
    return <p className="prose-quiet">{t('noDistribution')}</p>;
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="prose-quiet">{t('unscored')}</p>
      {score.kind === 'failed' ? <ErrorPanel error={{ code: score.code, details: {} }} /> : null}
      {score.kind === 'running' ? <Progress label={t('inspector:prompt.scoring')} fraction={null} /> : null}
      <button
        type="button"
        className="button"
        disabled={score.kind === 'running'}
        onClick={() => void traceStore.scorePrompt(selection.messageId)}
      >
        {t('inspector:prompt.score')}
      </button>
    </div>
  );
}
