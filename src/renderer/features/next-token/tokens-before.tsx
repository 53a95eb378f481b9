/**
 * The last tokens before the caret, as the model cut them, and whether they are exact ids. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { hexBytes } from '../../components/heat-map/visible-text.ts';
import { Tip } from '../../components/tip.tsx';
import { TokenLabel } from '../../components/token-label.tsx';
import '../../components/token-boxes/token-boxes.css';
import { openBytes } from './beginning.ts';
import type { BenchReading } from './use-reading.ts';

const shownTokens = 40;

export function TokensBefore({
  last,
  vocabulary,
}: {
  readonly last: BenchReading;
  readonly vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { tokenIds } = last;
  const count = tokenIds.length;
  const first = Math.max(0, count - shownTokens);
  const isExact = last.place.known !== null;
  const held = openBytes(vocabulary, tokenIds);
  return (
    <div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-xs text-ink-soft">
        <span data-testid="tokens-before">{t('before', { count, shown: format.integer(count) })}</span>
        <Tip text={isExact ? t('exactIdsHint') : t('recutHint')}>
          <span className="text-ink-faint" data-testid="exactness">
            {isExact ? t('exactIds') : t('recut')}
          </span>
        </Tip>
      </p>
      <div role="group" aria-label={t('beforeLabel')} dir="auto" className="mt-1">
        {first > 0 ? (
          <small className="mr-2 text-xs text-ink-faint">
            … {t('earlier', { shown: format.integer(first) })}
          </small>
        ) : null}
        {tokenIds.slice(first).map((id, index) => (
          <span
            // The same token may stand there twice: its place is its name.
            // oxlint-disable-next-line react/no-array-index-key
            key={first + index}
            className={`token-box ${vocabulary.isMark(id) ? 'token-box-mark' : ''}`}
            title={String(id)}
          >
            <TokenLabel vocabulary={vocabulary} tokenId={id} />
          </span>
        ))}
      </div>
      {held.length > 0 ? (
        <p className="mt-2 text-xs text-ink-soft">{t('held', { bytes: `⟨${hexBytes(held)}⟩` })}</p>
      ) : null}
    </div>
  );
}
