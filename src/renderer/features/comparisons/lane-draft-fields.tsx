/**
 * What a lane begins with: model, template, way of choosing, system prompt. Page.
 */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from '#contract/conversations.ts';
import type { Model } from '#contract/models.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { presetOf, shownPresets, withPreset } from '../../components/sampler/presets.ts';
import { Segmented } from '../../components/segmented.tsx';
import { draftFor, type LaneDraft } from './lane-drafts.ts';

type Props = {
  readonly letter: string;
  readonly draft: LaneDraft;
  readonly models: readonly Model[];
  readonly onChange: (draft: LaneDraft) => void;
  readonly onRemove?: (() => void) | undefined;
};

export function LaneDraftFields({ letter, draft, models, onChange, onRemove }: Props): ReactNode {
  const { t } = useTranslation(['comparisons', 'conversation-settings']);
  const choose = (id: string): void => {
    const model = models.find((each) => each.id === id);
    if (!model) return;
    const { modelId, template } = draftFor(model, draft.key);
    onChange({ ...draft, modelId, template });
  };
  return (
    <div role="group" aria-label={t('comparisons:lane', { letter })} className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <span className="font-mono text-sm text-ink-faint" aria-hidden>
          {letter}
        </span>
        <select
          className="field min-w-0 flex-1"
          aria-label={t('comparisons:model')}
          value={draft.modelId}
          onChange={(event) => choose(event.target.value)}
        >
          {models.map(({ id, name, quantisation }) => (
            <option key={id} value={id}>
              {[name, quantisation].filter(Boolean).join(' ')}
            </option>
          ))}
        </select>
        {onRemove ? <IconButton icon={X} label={t('comparisons:removeLane')} onClick={onRemove} /> : null}
      </div>
      <Segmented<Template>
        label={t('comparisons:template')}
        value={draft.template}
        options={(['model', 'none'] as const).map((value) => ({
          value,
          label: t(`comparisons:templates.${value}`),
        }))}
        onChange={(template) => onChange({ ...draft, template })}
      />
      <Segmented
        label={t('conversation-settings:preset')}
        value={presetOf(draft.settings)}
        options={shownPresets.map((value) => ({
          value,
          label: t(`conversation-settings:presets.${value}`),
        }))}
        onChange={(preset) => onChange({ ...draft, settings: withPreset(draft.settings, preset) })}
      />
      <textarea
        className="field"
        rows={2}
        maxLength={100_000}
        dir="auto"
        aria-label={t('conversation-settings:systemPrompt')}
        placeholder={t('conversation-settings:systemPrompt')}
        value={draft.systemPrompt}
        onChange={(event) => onChange({ ...draft, systemPrompt: event.target.value })}
      />
    </div>
  );
}
