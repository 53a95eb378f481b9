/**
 * What the models in memory hold together, as one bar, and a line for each with a button that unloads it. Page. How much
 * they may hold is chosen below (memory-choices.tsx).
 */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model, ModelMemory } from '#contract/models.ts';
import { core } from '../../client.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt, putModel } from '../../state/actions.ts';
import { useModelMemory } from '../../state/queries.ts';
import { MemoryChoices } from './memory-choices.tsx';

/** Steps of one colour, told apart by their order and their labels too. */
const looks = ['bg-accent', 'bg-accent/70', 'bg-accent/45', 'bg-accent/30'];

type FreedProps = { readonly memory: ModelMemory; readonly models: readonly Model[] };
type Part = { readonly model: Model; readonly bytes: number; readonly look: string };

export function MemoryBar({ models }: { readonly models: readonly Model[] }): ReactNode {
  const { t } = useTranslation('memory');
  const { data: memory } = useModelMemory();
  const format = useFormat();
  if (!memory) return null;
  const parts = partsOf(memory, models);
  const heldBytes = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const held = format.bytes(heldBytes);
  const budget = format.bytes(memory.budgetBytes);
  const available = format.bytes(memory.availableBytes);
  const isOneAtATime = memory.budgetBytes === 0;
  return (
    <section aria-label={t('title')} className="mb-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-sm font-semibold">{t('title')}</h2>
        <p className="text-xs text-ink-faint">
          {isOneAtATime
            ? t('summaryOne', { held, available })
            : t('summaryFree', { held, budget, available })}
        </p>
      </div>
      <div
        role="img"
        aria-label={isOneAtATime ? t('barOne', { held }) : t('bar', { held, budget })}
        className="mt-2 flex h-2 w-full gap-px overflow-hidden rounded bg-line"
      >
        {parts.map(({ model, bytes, look }) => (
          <span
            key={model.id}
            title={`${model.name}: ${format.bytes(bytes)}`}
            className={`fill h-full ${look}`}
            style={{ width: `${(bytes / Math.max(1, memory.budgetBytes, heldBytes)) * 100}%` }}
          />
        ))}
      </div>
      {parts.length === 0 ? <p className="mt-2 text-sm text-ink-faint">{t('none')}</p> : null}
      <ul className="mt-2">
        {parts.map((part) => (
          <Holding key={part.model.id} part={part} />
        ))}
      </ul>
      {!isOneAtATime && heldBytes > memory.budgetBytes ? (
        <p className="text-xs text-ink-faint">{t(parts.length === 1 ? 'over' : 'overTogether')}</p>
      ) : null}
      <div role="status">
        <FreedLine memory={memory} models={models} />
      </div>
      <MemoryChoices memory={memory} />
    </section>
  );
}

/** What a smaller budget has unloaded. */
function FreedLine({ memory: { freed }, models }: FreedProps): ReactNode {
  const { t } = useTranslation('memory');
  const format = useFormat();
  if (freed.length === 0) return null;
  const words = freed.flatMap(({ modelId, bytes }) => {
    const model = models.find(({ id }) => id === modelId);
    return model ? `${model.name} (${format.bytes(bytes)})` : [];
  });
  return <p className="text-xs text-ink-faint">{t('freed', { models: words.join(', ') })}</p>;
}

/** The one that leaves last comes first. */
function partsOf({ holdings }: ModelMemory, models: readonly Model[]): Part[] {
  return [...holdings].reverse().flatMap(({ modelId, bytes }, index) => {
    const model = models.find(({ id }) => id === modelId);
    return model ? { model, bytes, look: looks[Math.min(index, looks.length - 1)] ?? '' } : [];
  });
}

function Holding({ part: { model, bytes, look } }: { readonly part: Part }): ReactNode {
  const { t } = useTranslation('memory');
  const format = useFormat();
  const unload = async (): Promise<void> => {
    const changed = await attempt(() => core.models.unload({ modelId: model.id }));
    if (changed) putModel(changed);
  };
  return (
    <li className="flex items-center gap-2 text-sm">
      <span aria-hidden className={`fill size-2 flex-none rounded-xs ${look}`} />
      <span className="min-w-0 flex-1 truncate">
        {model.name}
        {model.quantisation ? <span className="text-ink-faint"> {model.quantisation}</span> : null}
      </span>
      <span className="flex-none text-ink-faint tabular-nums">{format.bytes(bytes)}</span>
      <IconButton icon={X} label={t('unload', { name: model.name })} onClick={() => void unload()} />
    </li>
  );
}
