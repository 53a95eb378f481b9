/**
 * A token in words, for people who do not see the colours: "Can, 8 percent, 3.60 bits, rank 3 of 49,152". Page.
 */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { useTokenFormat } from './token-format.ts';
import { visibleBytes } from './visible-text.ts';

export function useTokenName(): (trace: TokenTrace, position: number) => string {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  return useCallback(
    (trace, position) => {
      const text = visibleBytes(trace.vocabulary.piece(trace.tokenId(position)).bytes);
      const { surprisalBits, probability, rank } = trace.values(position);
      if (Number.isNaN(surprisalBits)) return t('token.nameUnscored', { text });
      return t('token.name', {
        text,
        percent: format.spokenPercent(probability),
        bits: format.bits(surprisalBits),
        rank: format.integer(rank),
        size: format.integer(trace.vocabulary.size),
      });
    },
    [t, format],
  );
}
