/**
 * The criteria of a search: each is switched on by itself and has a number of its own. Page.
 */
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chainStages } from '#probability/chain-state.ts';
import { numberCriteria, useSearchForm, type NumberCriterion, type SearchForm } from './search-form-state.ts';

const ranges: Readonly<Record<NumberCriterion, { min: number; max: number; step: number }>> = {
  surprisalFrom: { min: 0, max: 100, step: 0.5 },
  probabilityBelow: { min: 0, max: 100, step: 0.5 },
  marginBelow: { min: 0, max: 100, step: 0.5 },
  rankAbove: { min: 1, max: 63, step: 1 },
};

export function Criteria(): ReactNode {
  const { t } = useTranslation(['hesitations', 'inspector']);
  const { isOn, removedBy } = useSearchForm();
  const id = useId();
  return (
    <div className="grid border-b border-line">
      {numberCriteria.map((criterion) => (
        <NumberRow key={criterion} criterion={criterion} />
      ))}
      <Row criterion="favouriteRemovedBy">
        <select
          id={id}
          aria-label={t('removedBy.label')}
          className={`field !w-44 ${isOn.favouriteRemovedBy ? '' : 'text-ink-faint'}`}
          value={removedBy}
          onChange={({ target }) => {
            const chosen = (['any', ...chainStages] as const).find((each) => each === target.value);
            if (chosen)
              useSearchForm.setState({ removedBy: chosen, ...switched('favouriteRemovedBy', true) });
          }}
        >
          <option value="any">{t('removedBy.any')}</option>
          {chainStages.map((stage) => (
            <option key={stage} value={stage}>
              {t(`inspector:stages.${stage}`)}
            </option>
          ))}
        </select>
      </Row>
    </div>
  );
}

function switched(criterion: keyof SearchForm['isOn'], isOn: boolean): Pick<SearchForm, 'isOn'> {
  return { isOn: { ...useSearchForm.getState().isOn, [criterion]: isOn } };
}

function Row({
  criterion,
  children,
}: {
  readonly criterion: keyof SearchForm['isOn'];
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation('hesitations');
  const isOn = useSearchForm((form) => form.isOn[criterion]);
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 border-t border-line py-1">
      <label className="flex min-h-8 min-w-0 flex-1 items-center gap-3 text-sm">
        <input
          type="checkbox"
          className="size-4 flex-none accent-accent"
          checked={isOn}
          onChange={({ target }) => useSearchForm.setState(switched(criterion, target.checked))}
        />
        <span className={isOn ? '' : 'text-ink-faint'}>{t(`criteria.${criterion}`)}</span>
      </label>
      {children}
    </div>
  );
}

/** What is being typed counts once the field is left or Enter is pressed. */
function NumberRow({ criterion }: { readonly criterion: NumberCriterion }): ReactNode {
  const { t } = useTranslation('hesitations');
  const value = useSearchForm((form) => form.numbers[criterion]);
  const isOn = useSearchForm((form) => form.isOn[criterion]);
  const [typed, setTyped] = useState<string | null>(null);
  const { min, max, step } = ranges[criterion];
  const commit = (): void => {
    if (typed === null) return;
    setTyped(null);
    const number = Number(typed);
    if (typed.trim() === '' || Number.isNaN(number)) return;
    const within = Math.min(max, Math.max(min, step >= 1 ? Math.round(number) : number));
    const numbers = { ...useSearchForm.getState().numbers, [criterion]: within };
    useSearchForm.setState({ numbers, ...switched(criterion, true) });
  };
  return (
    <Row criterion={criterion}>
      <span className="flex flex-none items-center gap-2">
        <input
          type="number"
          inputMode="decimal"
          aria-label={t(`criteria.${criterion}`)}
          className={`field !w-20 text-right tabular-nums ${isOn ? '' : 'text-ink-faint'}`}
          min={min}
          max={max}
          step={step}
          value={typed ?? String(value)}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={commit}
          onKeyDown={({ key }) => key === 'Enter' && commit()}
        />
        <span className="w-22 text-sm text-ink-faint">{t(`units.${criterion}`)}</span>
      </span>
    </Row>
  );
}
