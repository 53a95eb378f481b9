/**
 * Every parameter of the sampler chain, folded away until it is asked for. Page.
 */
import { ChevronRight, X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GenerationSettings } from '#contract/sampler.ts';
import { Button } from '../../components/button.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { ParameterRow } from './parameter-row.tsx';
import { parameters } from '../../components/sampler/parameters.ts';
import { fromLines, toLines } from './text-lines.ts';

type Props = {
  readonly settings: GenerationSettings;
  readonly onChange: (change: Partial<GenerationSettings>) => void;
};

export function AllParameters({ settings, onChange }: Props): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const [isOpen, setOpen] = useState(false);
  return (
    <section>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1 flex h-8 items-center gap-1 rounded pr-2 text-sm font-semibold hover:bg-hover"
      >
        <ChevronRight size={16} className={`transition-transform ${isOpen ? 'rotate-90' : ''}`} aria-hidden />
        {t('more')}
      </button>
      {isOpen ? (
        <div className="flex flex-col gap-6 pt-3">
          <Group title={t('limits')}>
            <Optional
              name="seed"
              placeholder={t('random')}
              value={settings.seed}
              max={0xffff_ffff}
              min={0}
              onChange={(seed) => onChange({ seed })}
            />
            <Optional
              name="maxTokens"
              placeholder={t('unlimited')}
              value={settings.maxTokens}
              max={131_072}
              min={1}
              onChange={(maxTokens) => onChange({ maxTokens })}
            />
            <Lines
              name="stopStrings"
              value={settings.stopStrings}
              onChange={(stopStrings) => onChange({ stopStrings })}
            />
          </Group>
          {(['choice', 'penalties'] as const).map((group) => (
            <Group key={group} title={t(group)}>
              {parameters
                .filter((parameter) => parameter.group === group && parameter.key !== 'temperature')
                .map((parameter) => (
                  <ParameterRow
                    key={parameter.key}
                    parameter={parameter}
                    value={settings[parameter.key]}
                    onChange={(value) => onChange({ [parameter.key]: value })}
                  />
                ))}
              {group === 'penalties' ? (
                <Lines
                  name="drySequenceBreakers"
                  value={settings.drySequenceBreakers}
                  onChange={(drySequenceBreakers) => onChange({ drySequenceBreakers })}
                />
              ) : null}
            </Group>
          ))}
          <Group title={t('other')}>
            <LogitBiases settings={settings} onChange={onChange} />
          </Group>
        </div>
      ) : null}
    </section>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset>
      <legend className="pb-1 text-xs text-ink-faint">{title}</legend>
      <div className="divide-y divide-line border-y border-line">{children}</div>
    </fieldset>
  );
}

type OptionalProps = {
  readonly name: 'seed' | 'maxTokens';
  readonly placeholder: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number | null) => void;
};

function Optional({ name, placeholder, value, min, max, onChange }: OptionalProps): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4 py-2">
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {t(`parameters.${name}.name`)}
        </label>
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {t(`parameters.${name}.hint`)}
        </p>
      </div>
      <NumberField
        id={id}
        describedBy={`${id}-hint`}
        placeholder={placeholder}
        value={value}
        min={min}
        max={max}
        step={1}
        isWide
        onChange={onChange}
      />
    </div>
  );
}

type LinesProps = {
  readonly name: 'stopStrings' | 'drySequenceBreakers';
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
};

function Lines({ name, value, onChange }: LinesProps): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const [text, setText] = useState(toLines(value));
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4 py-2">
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {t(`parameters.${name}.name`)}
        </label>
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {t(`parameters.${name}.hint`)} {t('oneALine')}
        </p>
      </div>
      <textarea
        id={id}
        aria-describedby={`${id}-hint`}
        className="field !w-40 flex-none font-mono !text-xs"
        rows={2}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(fromLines(event.target.value));
        }}
      />
    </div>
  );
}

function LogitBiases({ settings: { logitBias }, onChange }: Props): ReactNode {
  const { t } = useTranslation('conversation-settings');
  const change = (index: number, next: Partial<GenerationSettings['logitBias'][number]>): void =>
    onChange({ logitBias: logitBias.map((each, place) => (place === index ? { ...each, ...next } : each)) });
  return (
    <div className="flex flex-col gap-2 py-2">
      <div>
        <p className="text-sm font-medium">{t('parameters.logitBias.name')}</p>
        <p className="text-xs text-ink-faint">{t('parameters.logitBias.hint')}</p>
      </div>
      {logitBias.map(({ tokenId, bias }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the list has no other identity than its order
        <div key={index} className="flex items-center gap-2">
          <NumberField
            label={t('biasToken')}
            value={tokenId}
            min={0}
            max={2_000_000}
            step={1}
            onChange={(next) => change(index, { tokenId: next ?? 0 })}
          />
          <NumberField
            label={t('biasValue')}
            value={bias}
            min={-100}
            max={100}
            step={0.5}
            onChange={(next) => change(index, { bias: next ?? 0 })}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={t('biasRemove')}
            onClick={() => onChange({ logitBias: logitBias.filter((_each, place) => place !== index) })}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      ))}
      <Button
        isSmall
        className="self-start"
        disabled={logitBias.length >= 256}
        onClick={() => onChange({ logitBias: [...logitBias, { tokenId: 0, bias: 0 }] })}
      >
        {t('biasAdd')}
      </Button>
    </div>
  );
}
