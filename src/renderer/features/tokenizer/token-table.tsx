/**
 * The tokens of a cut as a table: the twin of the boxes. Page. A long text is shown a page at a time.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { hexBytes } from '../../components/heat-map/visible-text.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import type { Cut } from './use-cut.ts';

const rowsAtOnce = 500;

export function TokenTable({ cut, label }: { readonly cut: Cut; readonly label: string }): ReactNode {
  const { t } = useTranslation('tokenizer');
  const format = useTokenFormat();
  const [limit, setLimit] = useState(rowsAtOnce);
  const { vocabulary, result } = cut;
  const left = result.tokenIds.length - limit;
  const columns = ['position', 'token', 'number', 'hex', 'type'] as const;
  return (
    <>
      <div className="max-h-[60vh] overflow-auto" tabIndex={0} role="region" aria-label={label}>
        <table className="w-full text-sm tabular-nums" aria-label={label}>
          <thead>
            <tr className="text-left text-xs text-ink-faint">
              {columns.map((column) => (
                <th key={column} scope="col" className="py-1 pr-3 font-normal">
                  {t(`columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.tokenIds.slice(0, limit).map((tokenId, position) => (
              // A token's place in the text is its name.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={position} className="border-t border-line">
                <td className="py-1 pr-3 text-ink-faint">{format.integer(position + 1)}</td>
                <td className="py-1 pr-3">
                  <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
                </td>
                <td className="py-1 pr-3">{tokenId}</td>
                <td className="py-1 pr-3 font-mono text-xs">
                  {hexBytes(vocabulary.piece(tokenId).bytes) || '∅'}
                </td>
                <td className="py-1">{t(`types.${vocabulary.piece(tokenId).type}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 ? (
        <Button isSmall look="quiet" onClick={() => setLimit(limit + rowsAtOnce)}>
          {t('showMore', { more: format.integer(Math.min(left, rowsAtOnce)), left: format.integer(left) })}
        </Button>
      ) : null}
    </>
  );
}
