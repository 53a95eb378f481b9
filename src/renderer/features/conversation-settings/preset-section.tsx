/**
 * Which preset the values of a conversation came from, whether they still are like it, and what to do about that. Page. Choosing one
 * takes all of it at once, with a way back.
 */
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Model } from '#contract/models.ts';
import type { Preset } from '#contract/presets.ts';
import { Announced } from '../../components/announced.tsx';
import { Button } from '../../components/button.tsx';
import { differences } from '../../components/presets/preset-values.ts';
import { type PresetActions, usePresetActions } from '../../components/presets/use-preset-actions.ts';
import { usePresets } from '../../state/queries.ts';
import { openDialog } from '../../state/view.ts';
import { KeepAsPreset } from './keep-as-preset.tsx';

type Props = {
  readonly conversation: Conversation;
  /** The one that writes next here; null: there is none. */
  readonly model: Model | null;
};

export function PresetSection({ conversation, model }: Props): ReactNode {
  const { t } = useTranslation('presets');
  const { data: presets = [] } = usePresets();
  const actions = usePresetActions();
  const id = useId();
  const [isKeeping, setKeeping] = useState(false);
  const preset = presets.find((each) => each.id === conversation.presetId) ?? null;
  const choose = (presetId: string): void => {
    const next = presets.find((each) => each.id === presetId);
    if (next) void actions.apply(conversation.id, next);
    else actions.leave(conversation.id);
  };
  return (
    <section aria-label={t('preset')} className="mb-6 flex flex-col gap-2 border-b border-line pb-5">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="text-sm font-semibold">
          {t('preset')}
        </label>
        <select
          id={id}
          className="field !w-auto max-w-full min-w-40 flex-1"
          value={preset?.id ?? ''}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('none')}</option>
          {presets.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
        <Button isSmall aria-expanded={isKeeping} onClick={() => setKeeping(!isKeeping)}>
          {t('keep')}
        </Button>
        <Button isSmall look="quiet" onClick={() => openDialog('presets')}>
          {t('all')}
        </Button>
      </div>
      {isKeeping ? (
        <KeepAsPreset conversation={conversation} model={model} onEnd={() => setKeeping(false)} />
      ) : null}
      {preset ? (
        <PresetState conversation={conversation} preset={preset} model={model} actions={actions} />
      ) : (
        <p className="text-xs text-ink-faint">{t('noneHint')}</p>
      )}
      <Announced dialog="conversationSettings" />
    </section>
  );
}

type StateProps = Props & { readonly preset: Preset; readonly actions: PresetActions };

function PresetState({ conversation, preset, model, actions }: StateProps): ReactNode {
  const { t } = useTranslation('presets');
  const isHere = actions.isHere(preset);
  const changed = differences(conversation, preset, isHere);
  // A preset for any model stays one; one whose model is gone keeps it.
  const own = preset.model === null || !isHere ? preset.model : (model ?? preset.model);
  const update = (): void =>
    void actions.update(conversation.id, preset, own && { id: own.id, name: own.name });
  return (
    <>
      <p role="status" className="text-xs text-ink-faint" data-preset-state>
        {changed.length === 0
          ? t('same')
          : t('changed', { parts: changed.map((part) => t(`parts.${part}`)).join(', ') })}
        {isHere ? '' : ` ${t('modelGone', { model: preset.model?.name ?? '' })}`}
      </p>
      {changed.length === 0 ? null : (
        <div className="flex flex-wrap gap-2">
          <Button isSmall onClick={() => void actions.apply(conversation.id, preset)}>
            {t('back')}
          </Button>
          <Button isSmall onClick={update}>
            {t('update')}
          </Button>
        </div>
      )}
    </>
  );
}
