/**
 * Which token of which text: its line with the token marked, and the way to its neighbours by button or key. Page.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useTokenName } from '../../components/heat-map/token-name.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { moveSelection } from '../../state/traces/move-selection.ts';
import { goToToken } from './playground-store.ts';
import type { ReadySubject } from './subject.ts';

const tokensBefore = 14;
const tokensBehind = 10;

export function PlaceLine({ subject }: { readonly subject: ReadySubject }): ReactNode {
  const { t } = useTranslation(['playground', 'inspector']);
  const format = useTokenFormat();
  const name = useTokenName();
  const { trace, selection, step, header } = subject;
  const { position, target } = selection;
  const go = (next: number): void => goToToken({ ...selection, position: next });
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveSelection(trace, position, event);
    if (next === null) return;
    event.preventDefault();
    go(next);
  };
  const text = (from: number, to: number): string => {
    let visible = '';
    for (let at = Math.max(0, from); at < Math.min(trace.count, to); at++)
      visible += visibleBytes(trace.vocabulary.piece(trace.tokenId(at)).bytes);
    return visible.replaceAll('␣', ' ');
  };
  const origin = target === 'prompt' ? 'prompt' : step?.origin === 'forced' ? 'forced' : 'sampled';
  return (
    <div className="flex items-center gap-2 border-y border-line py-2">
      <Step icon="back" label={t('inspector:navigator.previous')} to={position - 1} trace={trace} onGo={go} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('place')}
        aria-valuemin={1}
        aria-valuemax={trace.count}
        aria-valuenow={position + 1}
        aria-valuetext={name(trace, position)}
        title={t('inspector:navigator.keys')}
        onKeyDown={onKeyDown}
        className="place-line min-w-0 flex-1 rounded px-1"
      >
        <span className="before">
          <bdi>{text(position - tokensBefore, position)}</bdi>
        </span>
        <mark>{visibleBytes(trace.vocabulary.piece(trace.tokenId(position)).bytes)}</mark>
        <span className="behind">{text(position + 1, position + 1 + tokensBehind)}</span>
      </div>
      <p className="flex-none text-right text-xs text-ink-faint tabular-nums">
        {t('inspector:navigator.position', {
          position: format.integer(position + 1),
          total: format.integer(trace.count),
        })}
        <br />
        {t(`origin.${origin}`, { model: header.model.name })}
      </p>
      <Step icon="on" label={t('inspector:navigator.next')} to={position + 1} trace={trace} onGo={go} />
    </div>
  );
}

type StepProps = {
  readonly icon: 'back' | 'on';
  readonly label: string;
  readonly to: number;
  readonly trace: ReadySubject['trace'];
  readonly onGo: (position: number) => void;
};

function Step({ icon, label, to, trace, onGo }: StepProps): ReactNode {
  const Icon = icon === 'back' ? ChevronLeft : ChevronRight;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      disabled={to < 0 || to >= trace.count}
      onClick={() => onGo(to)}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
