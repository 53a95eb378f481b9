/**
 * From token to token with buttons or keys: one stop for the Tab key. Page.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useTokenName } from '../../components/heat-map/token-name.ts';
import { moveSelection } from '../../state/traces/move-selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';

type Props = {
  readonly trace: TokenTrace;
  readonly position: number;
  readonly onMove: (position: number) => void;
};

const noModifiers = { ctrlKey: false, metaKey: false, altKey: false };

export function TokenNavigator({ trace, position, onMove }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const name = useTokenName();
  const press = (key: KeyboardEvent | { readonly key: string }): boolean => {
    const next = moveSelection(trace, position, {
      ...noModifiers,
      key: key.key,
      ...('ctrlKey' in key ? { ctrlKey: key.ctrlKey, metaKey: key.metaKey, altKey: key.altKey } : {}),
    });
    if (next !== null) onMove(next);
    return next !== null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (press(event)) event.preventDefault();
  };
  return (
    <div className="navigator">
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('navigator.previous')}
        disabled={position <= 0}
        onClick={() => press({ key: 'ArrowLeft' })}
      >
        <ChevronLeft size={16} aria-hidden />
      </button>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('navigator.label')}
        aria-valuemin={1}
        aria-valuemax={trace.count}
        aria-valuenow={position + 1}
        aria-valuetext={name(trace, position)}
        title={t('navigator.keys')}
        onKeyDown={onKeyDown}
      >
        {t('navigator.position', {
          position: format.integer(position + 1),
          total: format.integer(trace.count),
        })}
      </div>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('navigator.next')}
        disabled={position >= trace.count - 1}
        onClick={() => press({ key: 'ArrowRight' })}
      >
        <ChevronRight size={16} aria-hidden />
      </button>
    </div>
  );
}
