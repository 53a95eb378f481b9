/**
 * How far a tree grows, and which paths are drawn through it. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../../components/number-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useTree, type TreeWork } from './tree-store.ts';

type Field = {
  readonly name:
    'depth' | 'children' | 'coverage' | 'minPath' | 'nodes' | 'seconds' | 'seed' | 'beams' | 'beamLength';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly read: (work: TreeWork) => number;
  readonly write: (work: TreeWork, value: number) => Partial<TreeWork>;
};

const limit = (
  name: Field['name'],
  key: keyof TreeWork['limits'],
  [min, max, step]: readonly [number, number, number],
  scale = 1,
): Field => ({
  name,
  min,
  max,
  step,
  // A percentage is shown as it is typed: without the digits that a fraction cannot hold.
  read: ({ limits }) => Number((limits[key] * scale).toPrecision(6)),
  write: ({ limits }, value) => ({ limits: { ...limits, [key]: value / scale } }),
});

/** Bounds as in the contract. */
const growth: readonly Field[] = [
  limit('depth', 'depth', [1, 32, 1]),
  limit('children', 'children', [1, 32, 1]),
  limit('coverage', 'coverage', [1, 100, 1], 100),
  limit('minPath', 'minPathProbability', [0, 100, 0.1], 100),
  limit('nodes', 'nodes', [1, 5_000, 1]),
  limit('seconds', 'seconds', [1, 600, 1]),
];

const paths: readonly Field[] = [
  {
    name: 'seed',
    min: 0,
    max: 0xffff_ffff,
    step: 1,
    read: ({ seed }) => seed,
    write: (_work, seed) => ({ seed }),
  },
  {
    name: 'beams',
    min: 0,
    max: 16,
    step: 1,
    read: ({ beam }) => beam.width,
    write: ({ beam }, width) => ({ beam: { ...beam, width } }),
  },
  {
    name: 'beamLength',
    min: 1,
    max: 32,
    step: 1,
    read: ({ beam }) => beam.length,
    write: ({ beam }, length) => ({ beam: { ...beam, length } }),
  },
];

export function LimitFields(): ReactNode {
  const { t } = useTranslation('tree');
  const { width, isNormalised } = useTree((work) => work.beam);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <FieldGroup label={t('limits')} fields={growth} />
      <FieldGroup label={t('drawn')} fields={paths} />
      {width > 0 && (
        <div>
          <p className="mb-1 text-xs text-ink-faint">{t('ranked')}</p>
          <Segmented
            label={t('ranked')}
            value={isNormalised ? 'mean' : 'whole'}
            options={[
              { value: 'mean', label: t('rankedMean') },
              { value: 'whole', label: t('rankedWhole') },
            ]}
            onChange={(value) =>
              useTree.setState(({ beam }) => ({ beam: { ...beam, isNormalised: value === 'mean' } }))
            }
          />
        </div>
      )}
    </div>
  );
}

function FieldGroup({
  label,
  fields,
}: {
  readonly label: string;
  readonly fields: readonly Field[];
}): ReactNode {
  const { t } = useTranslation('tree');
  const work = useTree();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{label}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-3">
        {fields.map(({ name, min, max, step, read, write }) => (
          <label key={name} className="block text-xs text-ink-faint">
            <span className="mb-1 block">{t(`fields.${name}`)}</span>
            <NumberField
              value={read(work)}
              min={min}
              max={max}
              step={step}
              isWide={name === 'seed'}
              onChange={(value) => {
                if (value !== null) useTree.setState((now) => write(now, value));
              }}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
