/**
 * One tokeniser's cut of the text: its totals, its tokens as boxes or as a table. Page.
 */
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { Progress } from '../../components/progress.tsx';
import { totalsOf } from './cut-text.ts';
import { TokenBoxes } from './token-boxes.tsx';
import { TokenTable } from './token-table.tsx';
import type { Cut, CutState, Tokeniser } from './use-cut.ts';

type Props = {
  readonly tokeniser: Tokeniser;
  readonly state: CutState;
  readonly hasIds: boolean;
  readonly onRetry: () => void;
};

export function CutColumn({ tokeniser, state, hasIds, onRetry }: Props): ReactNode {
  const { t } = useTranslation(['tokenizer', 'common']);
  const [isTable, setTable] = useState(false);
  const names = tokeniser.models.map(({ name }) => name).join(', ');
  const loading = tokeniser.models.find(
    ({ state: { kind } }) => kind === 'loading' || kind === 'calibrating',
  );
  const fraction = loading && 'fraction' in loading.state ? loading.state.fraction : null;
  const { cut, error } = state;
  return (
    <section aria-label={names} aria-busy={state.isCutting} className="min-w-0">
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 text-sm font-semibold break-words">{names}</h2>
        <Button isSmall look="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? t('tokenizer:asBoxes') : t('common:asTable')}
        </Button>
      </div>
      {tokeniser.models.length > 1 ? <p className="text-xs text-ink-soft">{t('tokenizer:same')} ✓</p> : null}
      {state.isCutting && loading ? (
        <div role="status" className="my-2 text-xs text-ink-faint">
          {t('tokenizer:loading', { model: loading.name })}
          <Progress label={t('tokenizer:loading', { model: loading.name })} fraction={fraction} />
        </div>
      ) : null}
      {error ? <ErrorPanel error={error} onRetry={onRetry} /> : null}
      {cut && cut.text !== '' ? (
        <div className={state.isCutting ? 'opacity-60' : ''}>
          <TotalsLine cut={cut} />
          {isTable ? (
            <TokenTable cut={cut} label={t('tokenizer:tokensOf', { model: names })} />
          ) : (
            <TokenBoxes cut={cut} label={t('tokenizer:tokensOf', { model: names })} hasIds={hasIds} />
          )}
        </div>
      ) : null}
    </section>
  );
}

function TotalsLine({ cut }: { readonly cut: Cut }): ReactNode {
  const { t } = useTranslation('tokenizer');
  const format = useTokenFormat();
  const { tokens, characters, bytes, words } = useMemo(
    () => totalsOf(cut.text, cut.result.tokenIds.length),
    [cut],
  );
  const figures = [
    [t('tokens'), format.integer(tokens)],
    [t('characters'), format.integer(characters)],
    [t('bytes'), format.integer(bytes)],
    [t('perWord'), words === 0 ? '—' : format.bits(tokens / words)],
    [t('perToken'), tokens === 0 ? '—' : format.bits(bytes / tokens)],
  ] as const;
  return (
    <dl className="my-2 flex flex-wrap gap-x-6 gap-y-1 border-y border-line py-2 text-sm tabular-nums">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
