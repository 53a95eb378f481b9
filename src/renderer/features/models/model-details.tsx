/**
 * Everything that is known about a model, and how it is loaded. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model, ModelMemory } from '#contract/models.ts';
import { ChatFormatField } from '../../components/chat-format/chat-format-field.tsx';
import { MemorySumTable } from '../../components/memory-sum/memory-sum-table.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { useModelMemory } from '../../state/queries.ts';
import { calibratedSpeed } from './model-status.ts';
import { useMemoryNeedWords, useProcessorWords } from './memory-words.ts';
import { LoadSettingsForm } from './load-settings-form.tsx';

export function ModelDetails({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation(['models', 'memory']);
  const format = useFormat();
  const words = useMemoryNeedWords(model);
  const { data: memory } = useModelMemory();
  const heldBytes = memory?.holdings.find(({ modelId }) => modelId === model.id)?.bytes;
  const loaded = model.state.kind === 'loaded' ? model.state.model : null;
  const tokens = (count: number): string => t('tokens', { shown: format.integer(count) });
  const rows: readonly (readonly [string, string | null])[] = [
    [t('file'), model.fileName],
    [t('architecture'), model.architecture],
    [t('quantisation'), model.quantisation],
    [t('parameters'), model.parameterCount === null ? null : format.compact(model.parameterCount)],
    [
      t('context'),
      loaded
        ? t('contextOf', {
            used: format.integer(loaded.contextTokens),
            trained: format.integer(loaded.trainedContextTokens),
          })
        : model.trainedContextTokens === null
          ? null
          : tokens(model.trainedContextTokens),
    ],
    [t('vocabulary'), t('vocabularyValue', { shown: format.integer(model.vocabularySize) })],
    [t('licence'), model.licence ?? t('unknown')],
    loaded
      ? [t('memoryInUse'), format.bytes(heldBytes ?? loaded.memoryBytes)]
      : [t('memoryNeed'), words.need],
    // Before it is loaded they stand in the sum below.
    [t('memory:partsLabel'), loaded ? words.parts : null],
    [t('memory:processor'), useProcessorWords(model)],
    [t('speed'), useSpeedWords(model)],
    [
      t('profile'),
      loaded
        ? `${loaded.profile.engine} · ${loaded.profile.backend} · ${t('threads', { count: loaded.profile.threads, shown: format.integer(loaded.profile.threads) })} · ${t('memory:cacheInUse', { type: loaded.profile.kvCacheType })}`
        : null,
    ],
  ];
  return (
    <div className="flex flex-col gap-6 pb-3">
      <dl className="grid grid-cols-[minmax(120px,auto)_1fr] gap-x-6 gap-y-1.5 text-sm">
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {loaded || !memory ? null : <LoadingSum model={model} memory={memory} />}
      <ChatFormatField model={model} />
      <LoadSettingsForm model={model} />
    </div>
  );
}

/** What loading it would take, and where that would come from. */
function LoadingSum({ model, memory }: { readonly model: Model; readonly memory: ModelMemory }): ReactNode {
  const { t } = useTranslation('memory');
  const { memoryNeed: need } = model;
  const others = memory.holdings.filter(({ modelId }) => modelId !== model.id);
  const terms = {
    ...need,
    computeBytes: need.computeBytes + need.engineBytes,
    measuredBytes: need.isMeasured ? need.bytes : null,
    freeBytes: memory.availableBytes,
    freedBytes: others.reduce((sum, { bytes }) => sum + bytes, 0),
    spareBytes: memory.spareBytes,
  };
  const title = t('sum.title', { name: model.name });
  return (
    <section aria-label={title} className="max-w-md">
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <MemorySumTable terms={terms} />
    </section>
  );
}

function useSpeedWords(model: Model): string {
  const { t } = useTranslation('models');
  const format = useFormat();
  const speed = calibratedSpeed(model);
  const threads = model.calibration?.threads;
  if (speed === null || threads === undefined) return t('speedNone');
  return t('speedResult', {
    threads: t('threads', { count: threads, shown: format.integer(threads) }),
    speed: format.decimal(speed, 0),
  });
}
