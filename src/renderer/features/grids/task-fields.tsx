/**
 * What a cell is about: the probability of a target, a reply with its settings and seeds, or the bits per byte of the
 * prompt. Page.
 */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Checks } from '../../components/checks.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { setDraft, useGrids } from './grids-store.ts';

const kinds = ['target', 'reply', 'bitsPerByte'] as const;
const readings = ['raw', 'chat'] as const;
const settingNames = ['greedy', 'precise', 'balanced', 'creative', 'neutral', 'own'] as const;
const mostSettings = 5;

export function TaskFields(): ReactNode {
  const { t } = useTranslation('grids');
  const { kind, reading, target } = useGrids((work) => work.draft);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Segmented
          label={t('kind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(value) => setDraft({ kind: value })}
        />
        {kind !== 'bitsPerByte' && (
          <Segmented
            label={t('reading')}
            value={reading}
            options={readings.map((value) => ({ value, label: t(`readings.${value}`) }))}
            onChange={(value) => setDraft({ reading: value })}
          />
        )}
      </div>
      <p className="prose-quiet">{t(`kindHints.${kind}`)}</p>
      {kind === 'target' && (
        <label className="block max-w-96 text-xs text-ink-faint">
          {t('target')}
          <input
            className="field mt-1 text-base"
            dir="auto"
            maxLength={2_000}
            placeholder={t('targetHint')}
            value={target}
            onChange={({ target: { value } }) => setDraft({ target: value })}
          />
        </label>
      )}
      {kind === 'reply' && <ReplyFields />}
    </div>
  );
}

function ReplyFields(): ReactNode {
  const { t } = useTranslation('grids');
  const { settings, seeds, maxTokens } = useGrids((work) => work.draft);
  const maxTokensId = useId();
  return (
    <>
      <Checks
        legend={t('settings')}
        options={settingNames.map((name) => ({ value: name, label: t(`settingNames.${name}`) }))}
        chosen={settings}
        most={mostSettings}
        onChange={(next) => setDraft({ settings: next })}
      >
        {settings.includes('own') && <OwnSetting />}
      </Checks>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3 text-xs text-ink-faint">
        <label className="block w-64">
          {t('seeds')}
          <input
            className="field mt-1 text-base tabular-nums"
            value={seeds}
            onChange={({ target }) => setDraft({ seeds: target.value })}
          />
        </label>
        <span className="flex items-center gap-2">
          <label htmlFor={maxTokensId}>{t('maxTokens')}</label>
          <NumberField
            id={maxTokensId}
            value={maxTokens}
            min={1}
            max={1_024}
            step={1}
            onChange={(value) => setDraft({ maxTokens: value ?? 64 })}
          />
        </span>
      </div>
    </>
  );
}

function OwnSetting(): ReactNode {
  const { t } = useTranslation('grids');
  const { temperature, topP } = useGrids((work) => work.draft);
  const temperatureId = useId();
  const topPId = useId();
  return (
    <span className="flex items-center gap-2 text-xs text-ink-faint">
      <label htmlFor={temperatureId}>{t('temperature')}</label>
      <NumberField
        id={temperatureId}
        value={temperature}
        min={0}
        max={5}
        step={0.05}
        onChange={(value) => setDraft({ temperature: value ?? 0.8 })}
      />
      <label htmlFor={topPId}>{t('topP')}</label>
      <NumberField
        id={topPId}
        value={topP}
        min={0}
        max={1}
        step={0.01}
        onChange={(value) => setDraft({ topP: value ?? 1 })}
      />
    </span>
  );
}
