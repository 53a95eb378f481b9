/**
 * The tokens of one cut as boxes, one tab stop for all; the one that is pointed at says what it is. Page.
 */
import { memo, useId, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { hexBytes, visibleBytes } from '../../components/heat-map/visible-text.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import '../../components/token-boxes/token-boxes.css';
import type { Cut } from './use-cut.ts';

/** Drawn at once; a long text shows more when it is asked to. */
const boxesAtOnce = 1_500;
const newLine = 0x0a;

type Props = { readonly cut: Cut; readonly label: string; readonly hasIds: boolean };

export function TokenBoxes({ cut, label, hasIds }: Props): ReactNode {
  const { t } = useTranslation('tokenizer');
  const format = useTokenFormat();
  const listId = useId();
  const [chosen, setChosen] = useState(0);
  const [limit, setLimit] = useState(boxesAtOnce);
  const count = Math.min(limit, cut.result.tokenIds.length);
  const left = cut.result.tokenIds.length - count;
  const current = Math.min(chosen, count - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(event.key, current, count);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onPoint = ({ target }: PointerEvent): void => {
    const box = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null;
    if (box) setChosen(Number(box.dataset['position']));
  };
  return (
    <>
      <div
        role="listbox"
        tabIndex={0}
        aria-orientation="horizontal"
        aria-label={label}
        aria-activedescendant={`${listId}-${current}`}
        onKeyDown={onKeyDown}
        onPointerOver={onPoint}
        onPointerDown={onPoint}
        dir="auto"
        className="max-h-[60vh] overflow-auto rounded py-1"
      >
        {cut.result.tokenIds.slice(0, count).map((tokenId, position) => (
          <Box
            // A token's place in the text is its name.
            // oxlint-disable-next-line react/no-array-index-key
            key={position}
            id={`${listId}-${position}`}
            cut={cut}
            tokenId={tokenId}
            position={position}
            isChosen={position === current}
            hasIds={hasIds}
          />
        ))}
      </div>
      {left > 0 ? (
        <Button isSmall look="quiet" onClick={() => setLimit(limit + boxesAtOnce)}>
          {t('showMore', { more: format.integer(Math.min(left, boxesAtOnce)), left: format.integer(left) })}
        </Button>
      ) : null}
      <Details cut={cut} position={current} />
    </>
  );
}

function moved(key: string, current: number, count: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: current + 1,
    ArrowDown: current + 1,
    ArrowLeft: current - 1,
    ArrowUp: current - 1,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, next));
}

type BoxProps = {
  readonly id: string;
  readonly cut: Cut;
  readonly tokenId: number;
  readonly position: number;
  readonly isChosen: boolean;
  readonly hasIds: boolean;
};

const Box = memo(function Box({ id, cut, tokenId, position, isChosen, hasIds }: BoxProps): ReactNode {
  const { t } = useTranslation('tokenizer');
  const { vocabulary, result } = cut;
  const shared = result.shared.get(position);
  const { bytes, type } = vocabulary.piece(tokenId);
  const facts = [
    visibleBytes(bytes),
    t('id', { id: tokenId }),
    type === 'normal' ? '' : t(`types.${type}`),
    shared === undefined ? '' : t('part', { character: shared }),
  ];
  return (
    <>
      <span
        id={id}
        role="option"
        aria-selected={isChosen}
        aria-label={facts.filter(Boolean).join(', ')}
        data-position={position}
        className={`token-box ${shared === undefined ? '' : 'token-box-part'} ${isChosen ? 'token-box-chosen' : ''}`}
      >
        <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
        {hasIds ? <small>{tokenId}</small> : null}
      </span>
      {bytes.includes(newLine) ? <br /> : null}
    </>
  );
});

function Details({ cut, position }: { readonly cut: Cut; readonly position: number }): ReactNode {
  const { t } = useTranslation('tokenizer');
  const format = useTokenFormat();
  const { vocabulary, result } = cut;
  const tokenId = result.tokenIds[position];
  if (tokenId === undefined) return null;
  const { bytes, type } = vocabulary.piece(tokenId);
  const shared = result.shared.get(position);
  return (
    <div className="mt-2 min-h-16 border-t border-line pt-2 text-sm" data-testid="token-details">
      <p className="flex flex-wrap gap-x-4 tabular-nums">
        <strong className="font-medium">
          <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
        </strong>
        <span className="text-ink-soft">
          {t('tokenOf', {
            position: format.integer(position + 1),
            total: format.integer(result.tokenIds.length),
          })}
        </span>
        <span>{t('id', { id: tokenId })}</span>
        <span className="font-mono text-xs leading-5">{hexBytes(bytes) || '∅'}</span>
        <span className="text-ink-soft">{t(`types.${type}`)}</span>
      </p>
      {shared === undefined ? null : <p className="text-ink-soft">{t('part', { character: shared })}</p>}
    </div>
  );
}
