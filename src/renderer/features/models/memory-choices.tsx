/**
 * How much memory models may hold together, and for how long unused. Page. Each choice is kept and counts
 * at once.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelMemory } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { updateSettings } from '../../state/actions.ts';
import { useSettings } from '../../state/queries.ts';

const percents = [25, 50, 75, 90];
const minutes = [5, 30, 120, 480];
const minutesInHour = 60;

export function MemoryChoices({ memory }: { readonly memory: ModelMemory }): ReactNode {
  const { t } = useTranslation('memory');
  const { data: settings } = useSettings();
  const keepAliveWords = useKeepAliveWords();
  const format = useFormat();
  if (!settings) return null;
  const { modelMemoryPercent, unloadAfterMinutes } = settings;
  const percentWords = (percent: number): string =>
    t('sharePercent', {
      percent: format.percent(percent / 100),
      size: format.bytes((memory.totalBytes * percent) / 100),
    });
  return (
    <>
      <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        <label className="flex flex-wrap items-center gap-2 text-sm">
          {t('share')}
          <select
            className="button button-small"
            value={modelMemoryPercent ?? ''}
            onChange={({ target }) =>
              updateSettings({ modelMemoryPercent: target.value === '' ? null : Number(target.value) })
            }
          >
            <option value="">
              {t('shareAutomatic', { size: format.bytes(memory.automaticBudgetBytes) })}
            </option>
            <option value="0">{t('shareOne')}</option>
            {withChosen(percents, modelMemoryPercent).map((percent) => (
              <option key={percent} value={percent}>
                {percentWords(percent)}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-wrap items-center gap-2 text-sm">
          {t('keepAlive')}
          <select
            className="button button-small"
            value={unloadAfterMinutes ?? ''}
            onChange={({ target }) =>
              updateSettings({ unloadAfterMinutes: target.value === '' ? null : Number(target.value) })
            }
          >
            {withChosen(minutes, unloadAfterMinutes).map((count) => (
              <option key={count} value={count}>
                {keepAliveWords(count)}
              </option>
            ))}
            <option value="">{t('keepAliveNever')}</option>
          </select>
        </label>
      </div>
      <p className="mt-1 text-xs text-ink-faint">{t('shareHint')}</p>
    </>
  );
}

/** What was chosen elsewhere stands in the list too. */
function withChosen(offered: readonly number[], chosen: number | null): readonly number[] {
  if (chosen === null || chosen === 0 || offered.includes(chosen)) return offered;
  return [...offered, chosen].sort((left, right) => left - right);
}

function useKeepAliveWords(): (minutes: number) => string {
  const { t } = useTranslation('memory');
  const format = useFormat();
  return (count) =>
    count % minutesInHour === 0
      ? t('keepAliveHours', { count: count / minutesInHour, shown: format.integer(count / minutesInHour) })
      : t('keepAliveMinutes', { count, shown: format.integer(count) });
}
