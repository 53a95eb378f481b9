/**
 * Every parameter of the chain, live: presets, order, the main ones with sliders, the others folded away. Page.
 */
import { ChevronRight } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';
import type { ChainOrder } from '#probability/chain-state.ts';
import { Button } from '../../components/button.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { parameters, type Parameter } from '../../components/sampler/parameters.ts';
import { isSame, withPreset } from '../../components/sampler/presets.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { useView } from '../../state/view.ts';
import { usePlayground } from './playground-store.ts';
import { applyInChat } from './use-in-chat.ts';

const presets = ['greedy', 'precise', 'balanced', 'creative', 'neutral'] as const;
type Preset = (typeof presets)[number];

const mainKeys: ReadonlySet<string> = new Set([
  'temperature',
  'topK',
  'topP',
  'minP',
  'typicalP',
  'topNSigma',
]);
const mainParameters = parameters.filter(({ key }) => mainKeys.has(key));
const otherParameters = parameters.filter(({ key }) => !mainKeys.has(key));

type Props = {
  readonly settings: GenerationSettings;
  /** Nothing was changed. */
  readonly isAsWritten: boolean;
  readonly order: ChainOrder;
  /** Those to begin with. */
  readonly own: GenerationSettings;
};

function tryOut(settings: GenerationSettings, own: GenerationSettings): void {
  usePlayground.setState({ settings: isSame(settings, own) ? null : settings });
}

export function Controls({ settings, isAsWritten, order, own }: Props): ReactNode {
  const { t } = useTranslation('playground');
  const preset = presets.find((each) => isSame(withPreset(settings, each), settings)) ?? null;
  return (
    <section aria-label={t('controls')} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented<Preset>
          label={t('preset')}
          value={preset}
          options={presets.map((value) => ({ value, label: t(`presets.${value}`) }))}
          onChange={(value) => tryOut(withPreset(settings, value), own)}
        />
        <Button
          isSmall
          look="quiet"
          disabled={isAsWritten}
          onClick={() => usePlayground.setState({ settings: null })}
        >
          {t('asWritten')}
        </Button>
        <Segmented<ChainOrder>
          label={t('order')}
          value={order}
          options={(['llamaCpp', 'temperatureFirst'] as const).map((value) => ({
            value,
            label: t(`orders.${value}`),
          }))}
          onChange={(next) => usePlayground.setState({ order: next })}
        />
        <UseInChat settings={settings} />
      </div>
      {order === 'temperatureFirst' ? <p className="text-xs text-ink-faint">{t('orderNote')}</p> : null}
      <Fields shown={mainParameters} settings={settings} own={own} />
      <More settings={settings} own={own} />
    </section>
  );
}

function UseInChat({ settings }: { readonly settings: GenerationSettings }): ReactNode {
  const { t } = useTranslation(['playground', 'common']);
  const conversationId = useView((view) => view.conversationId);
  if (conversationId === null) return null;
  return (
    <Button
      isSmall
      className="ml-auto"
      onClick={() =>
        void applyInChat(conversationId, settings, { done: t('useInChatDone'), undo: t('common:undo') })
      }
    >
      {t('useInChat')}
    </Button>
  );
}

function More({ settings, own }: Pick<Props, 'settings' | 'own'>): ReactNode {
  const { t } = useTranslation('playground');
  const isOpen = usePlayground((work) => work.isMoreOpen);
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => usePlayground.setState({ isMoreOpen: !isOpen })}
        className="-ml-1 flex h-7 items-center gap-1 rounded pr-2 text-sm text-ink-soft hover:bg-hover"
      >
        <ChevronRight size={16} className={`transition-transform ${isOpen ? 'rotate-90' : ''}`} aria-hidden />
        {t('more')}
      </button>
      {isOpen ? <Fields shown={otherParameters} settings={settings} own={own} /> : null}
    </div>
  );
}

type FieldsProps = Pick<Props, 'settings' | 'own'> & { readonly shown: readonly Parameter[] };

function Fields({ shown, settings, own }: FieldsProps): ReactNode {
  return (
    <div className="parameter-grid">
      {shown.map((parameter) => (
        <Field
          key={parameter.key}
          parameter={parameter}
          value={settings[parameter.key]}
          onChange={(value) => tryOut({ ...settings, [parameter.key]: value }, own)}
        />
      ))}
    </div>
  );
}

type FieldProps = {
  readonly parameter: Parameter;
  readonly value: number;
  readonly onChange: (value: number) => void;
};

function Field({ parameter, value, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const format = useFormat();
  const id = useId();
  const { key, min, max, sliderMax, step, digits } = parameter;
  const name = t(`parameters.${key}.name`);
  return (
    <div className="parameter" title={t(`parameters.${key}.hint`)}>
      <label htmlFor={id} className="text-xs text-ink-soft">
        {name}
      </label>
      <NumberField
        id={id}
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={(next) => onChange(next ?? samplerPresets.neutral[key])}
      />
      <input
        type="range"
        className="range w-full"
        aria-label={name}
        min={min}
        max={sliderMax}
        step={step}
        value={Math.min(value, sliderMax)}
        aria-valuetext={format.decimal(value, digits)}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </div>
  );
}
