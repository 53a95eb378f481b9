/**
 * One number of the sampler chain: slider and typed value, a plain sentence, and its neutral value. Page.
 */
import { RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { samplerPresets } from '#contract/sampler.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { NumberField } from '../../components/number-field.tsx';
import type { Parameter } from '../../components/sampler/parameters.ts';

type Props = {
  readonly parameter: Parameter;
  readonly value: number;
  readonly onChange: (value: number) => void;
};

export function ParameterRow({ parameter, value, onChange }: Props): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const format = useFormat();
  const id = useId();
  const { key, min, max, sliderMax, step, digits } = parameter;
  const neutral = samplerPresets.neutral[key];
  const name = t(`parameters.${key}.name`);
  return (
    <div className="grid grid-cols-[1fr_auto] items-center gap-x-4 py-2 sidebar:grid-cols-[1fr_160px_auto]">
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">
          {name}
        </label>
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {t(`parameters.${key}.hint`)}{' '}
          <span className="whitespace-nowrap">
            ({t('neutral', { value: format.decimal(neutral, digits) })})
          </span>
        </p>
      </div>
      <input
        type="range"
        className="range hidden w-full sidebar:block"
        aria-label={name}
        min={min}
        max={sliderMax}
        step={step}
        value={Math.min(value, sliderMax)}
        aria-valuetext={format.decimal(value, digits)}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <div className="flex items-center gap-1">
        <NumberField
          id={id}
          describedBy={`${id}-hint`}
          value={value}
          min={min}
          max={max}
          step={step}
          onChange={(next) => onChange(next ?? neutral)}
        />
        <button
          type="button"
          className={`icon-button !size-6 ${value === neutral ? 'invisible' : ''}`}
          aria-label={t('resetOne', { name })}
          onClick={() => onChange(neutral)}
        >
          <RotateCcw size={14} aria-hidden />
        </button>
      </div>
    </div>
  );
}
