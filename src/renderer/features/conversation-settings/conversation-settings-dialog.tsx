/**
 * System prompt and sampler settings of one conversation. Page. Each change is kept a moment after it was made; there
 * is no button to forget.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, Template } from '#contract/conversations.ts';
import type { Model } from '#contract/models.ts';
import { generationSettingsSchema, type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { continuesText } from '../../components/chat-format/format-words.ts';
import { Modal } from '../../components/modal.tsx';
import { StrategyChoice } from '../../components/strategy-choice.tsx';
import { SystemPromptField } from '../../components/system-prompt-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { updateConversation, type ConversationChange } from '../../state/actions.ts';
import { usePresetForms } from '../../state/preset-forms.ts';
import { useSaveSoon } from '../../state/use-save-soon.ts';
import { AllParameters } from './all-parameters.tsx';
import { KeepAsDefault } from './keep-as-default.tsx';
import { PresetSection } from './preset-section.tsx';
import { ParameterRow } from './parameter-row.tsx';
import { parameters } from '../../components/sampler/parameters.ts';
import { useSamplerWords } from '../../components/sampler/use-sampler-words.ts';
import { presetOf, shownPresets, withPreset, type ShownPreset } from '../../components/sampler/presets.ts';

type Props = {
  readonly conversation: Conversation | null;
  /** The one that writes next here; null: there is none. */
  readonly model: Model | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

export function ConversationSettingsDialog({ conversation, model, isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const times = usePresetForms((forms) => forms.times);
  return (
    <Modal title={t('title')} isOpen={isOpen && conversation !== null} onClose={onClose} isWide>
      {conversation ? (
        <>
          <PresetSection key={conversation.id} conversation={conversation} model={model} />
          <Form key={`${conversation.id} ${times}`} conversation={conversation} model={model} />
        </>
      ) : null}
    </Modal>
  );
}

type FormProps = { readonly conversation: Conversation; readonly model: Model | null };

function Form({ conversation, model }: FormProps): ReactNode {
  const { t } = useTranslation(['conversation-settings', 'summary']);
  const isText = conversation.template === 'none' || (model !== null && continuesText(model));
  const [systemPrompt, setSystemPrompt] = useState(conversation.systemPrompt);
  const [settings, setSettings] = useState(conversation.settings);
  const saveSoon = useSaveSoon(
    (change: ConversationChange) => void updateConversation(conversation.id, change),
  );
  const change = (next: Partial<GenerationSettings>): void => {
    const parsed = generationSettingsSchema.safeParse({ ...settings, ...next });
    if (!parsed.success) return;
    setSettings(parsed.data);
    saveSoon({ settings: parsed.data });
  };
  const preset = presetOf(settings);
  const samplerWords = useSamplerWords();
  const temperature = parameters.find(({ key }) => key === 'temperature');
  return (
    <div className="flex flex-col gap-6">
      <SystemPromptField
        label={t('systemPrompt')}
        hint={t('systemPromptHint')}
        placeholder={t('systemPromptPlaceholder')}
        rows={3}
        value={systemPrompt}
        onChange={(text) => {
          setSystemPrompt(text);
          saveSoon({ systemPrompt: text });
        }}
      />
      <TemplateChoice conversation={conversation} />
      <StrategyChoice
        value={conversation.contextStrategy}
        whyNoSummary={isText ? t('summary:onlyChat') : null}
        onChange={(contextStrategy) => void updateConversation(conversation.id, { contextStrategy })}
      />
      <section className="flex flex-col gap-2" aria-label={t('preset')}>
        <h3 className="text-sm font-semibold">{t('preset')}</h3>
        <div>
          <Segmented<ShownPreset>
            label={t('preset')}
            value={preset}
            options={shownPresets.map((value) => ({ value, label: t(`presets.${value}`) }))}
            onChange={(value) => change(withPreset(settings, value))}
          />
        </div>
        <p className="text-xs text-ink-faint">{t(`presetHints.${preset ?? 'custom'}`)}</p>
        {preset ? (
          <p className="text-xs text-ink-soft tabular-nums" data-preset-numbers>
            {samplerWords(withPreset(samplerPresets.neutral, preset))}
          </p>
        ) : null}
        {temperature ? (
          <ParameterRow
            parameter={temperature}
            value={settings.temperature}
            onChange={(value) => change({ temperature: value })}
          />
        ) : null}
      </section>
      <AllParameters settings={settings} onChange={change} />
      {model ? <KeepAsDefault model={model} settings={settings} /> : null}
      <p className="border-t border-line pt-4 text-xs text-ink-faint">{t('scope')}</p>
    </div>
  );
}

function TemplateChoice({ conversation }: { readonly conversation: Conversation }): ReactNode {
  const { t } = useTranslation('conversation-settings');
  return (
    <section className="flex flex-col gap-2" aria-label={t('template')}>
      <h3 className="text-sm font-semibold">{t('template')}</h3>
      <div>
        <Segmented<Template>
          label={t('template')}
          value={conversation.template}
          options={(['model', 'none'] as const).map((value) => ({ value, label: t(`templates.${value}`) }))}
          onChange={(template) => void updateConversation(conversation.id, { template })}
        />
      </div>
      <p className="text-xs text-ink-faint">{t('templateHint')}</p>
    </section>
  );
}
