/**
 * The beginning of a comparison, blind or not: its lanes, and the list of earlier ones; or votes and ratings. Page.
 */
import { Plus } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mostLanes } from '#contract/comparisons.ts';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useModels } from '../../state/queries.ts';
import { useView } from '../../state/view.ts';
import { startComparison } from './comparison-actions.ts';
import { ComparisonList } from './comparison-list.tsx';
import { LaneDraftFields } from './lane-draft-fields.tsx';
import { draftFor, firstDrafts, limited, withoutKey, type LaneDraft } from './lane-drafts.ts';
import { letterOf } from './lane-names.ts';
import { BeginBlind } from './votes/begin-blind.tsx';
import { VotesPanel } from './votes/votes-panel.tsx';
import { useVotesView } from './votes/votes-store.ts';

export function StartComparison(): ReactNode {
  const { t } = useTranslation(['comparisons', 'votes']);
  const { data: list } = useModels();
  const view = useVotesView((votes) => votes.view);
  const models = (list?.models ?? []).filter(({ isPresent }) => isPresent);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[60rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('comparisons:title')}</h1>
        <p className="mt-1 mb-4 text-sm text-ink-faint">{t('comparisons:lead')}</p>
        <div className="mb-6">
          <Segmented
            label={t('votes:views')}
            value={view}
            options={(['comparisons', 'votes'] as const).map((value) => ({
              value,
              label: t(`votes:view.${value}`),
            }))}
            onChange={(next) => useVotesView.setState({ view: next })}
          />
        </div>
        {view === 'votes' ? (
          <VotesPanel />
        ) : (
          <>
            {list && models.length === 0 ? <NoModel /> : null}
            {models.length > 0 ? <NewComparison models={models} /> : null}
            <ComparisonList />
          </>
        )}
      </div>
    </div>
  );
}

function NoModel(): ReactNode {
  const { t } = useTranslation('comparisons');
  return (
    <div className="flex flex-wrap items-center gap-4 border-t border-line py-6">
      <p className="text-base">{t('noModel')}</p>
      <Button look="primary" onClick={() => useView.setState({ screen: 'models' })}>
        {t('addModel')}
      </Button>
    </div>
  );
}

function NewComparison({ models }: { readonly models: readonly Model[] }): ReactNode {
  const { t } = useTranslation('comparisons');
  const [drafts, setDrafts] = useState<readonly LaneDraft[]>(() => firstDrafts(models));
  const [nextKey, setNextKey] = useState(drafts.length);
  const [longestReply, setLongestReply] = useState<number | null>(null);
  const change = (key: number, next: LaneDraft): void =>
    setDrafts(drafts.map((draft) => (draft.key === key ? next : draft)));
  const add = (): void => {
    const model = models.find(({ id }) => !drafts.some(({ modelId }) => modelId === id)) ?? models[0];
    if (model) setDrafts([...drafts, draftFor(model, nextKey)]);
    setNextKey(nextKey + 1);
  };
  const isBlind = useVotesView((votes) => votes.isBlind);
  // A blind vote is between two; the others wait until names may be shown again.
  const shown = isBlind ? drafts.slice(0, 2) : drafts;
  return (
    <section aria-label={t('new')} className="flex flex-col gap-3">
      {models.length === 1 ? <p className="text-sm text-ink-soft">{t('oneModel')}</p> : null}
      <BlindSwitch />
      <ol className="grid gap-3 sidebar:grid-cols-2">
        {shown.map((draft, index) => (
          <li key={draft.key} className="rounded border border-line p-4">
            <LaneDraftFields
              // Which one is A in a blind vote is drawn later.
              letter={isBlind ? String(index + 1) : letterOf(index)}
              draft={draft}
              models={models}
              onChange={(next) => change(draft.key, next)}
              onRemove={
                shown.length > 2 ? () => setDrafts(drafts.filter(({ key }) => key !== draft.key)) : undefined
              }
            />
          </li>
        ))}
      </ol>
      <LongestReply tokens={longestReply} onChange={setLongestReply} />
      {isBlind ? (
        <BeginBlind lanes={limited(shown, longestReply).map(withoutKey)} />
      ) : (
        <BeginOpen drafts={limited(drafts, longestReply)} onAdd={add} />
      )}
    </section>
  );
}

type LongestReplyProps = {
  readonly tokens: number | null;
  readonly onChange: (tokens: number | null) => void;
};

/** One for all lanes: a model that finds no end would fill its context. */
function LongestReply({ tokens, onChange }: LongestReplyProps): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
      <label htmlFor={id}>{t('parameters.maxTokens.name')}</label>
      <NumberField
        id={id}
        describedBy={`${id}-hint`}
        placeholder={t('unlimited')}
        value={tokens}
        min={1}
        max={131_072}
        step={1}
        isWide
        onChange={onChange}
      />
      <span id={`${id}-hint`} className="text-xs text-ink-faint">
        {t('parameters.maxTokens.hint')}
      </span>
    </div>
  );
}

function BlindSwitch(): ReactNode {
  const { t } = useTranslation('votes');
  const isBlind = useVotesView((votes) => votes.isBlind);
  return (
    <label className="flex min-h-7 items-center gap-2 text-sm text-ink-soft">
      <input
        type="checkbox"
        className="accent-accent"
        data-blind
        checked={isBlind}
        onChange={({ target }) => useVotesView.setState({ isBlind: target.checked })}
      />
      {t('blind')}
    </label>
  );
}

type BeginOpenProps = { readonly drafts: readonly LaneDraft[]; readonly onAdd: () => void };

function BeginOpen({ drafts, onAdd }: BeginOpenProps): ReactNode {
  const { t } = useTranslation('comparisons');
  const [isStarting, setStarting] = useState(false);
  const start = async (): Promise<void> => {
    setStarting(true);
    await startComparison(drafts);
    setStarting(false);
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button look="primary" disabled={isStarting} onClick={() => void start()}>
        {t('start')}
      </Button>
      <Button look="quiet" disabled={drafts.length >= mostLanes} onClick={onAdd}>
        <Plus size={16} aria-hidden /> {t('addLane')}
      </Button>
    </div>
  );
}
