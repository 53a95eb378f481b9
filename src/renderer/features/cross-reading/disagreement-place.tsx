/**
 * What two models expect at one place of a text, side by side: the ten most probable tokens of each. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { Candidate } from '#probability/comparison/worst-places.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import '../../components/token-boxes/token-boxes.css';
import type { Divergences } from './cross-reading-store.ts';

type Props = {
  readonly place: Divergences['worst'][number];
  /** The token that stands there. */
  readonly givenId: number | undefined;
  /** Of the reference and of the other model. */
  readonly names: readonly [string, string];
  readonly vocabulary: VocabularyTable;
};

export function DisagreementPlace({ place, givenId, names, vocabulary }: Props): ReactNode {
  const lists = [place.reference, place.other] as const;
  // One scale for both: the bars can be compared.
  const full = Math.max(1e-9, ...lists.map(([first]) => Math.exp(first?.logprob ?? -Infinity)));
  return (
    <div className="@container mt-1 mb-3 border-l-2 border-line pl-3" data-place={place.token}>
      <div className="grid gap-x-6 gap-y-3 @sm:grid-cols-2">
        {lists.map((candidates, side) => (
          <Expected
            key={side === 0 ? 'reference' : 'other'}
            candidates={candidates}
            name={names[side] ?? ''}
            givenId={givenId}
            full={full}
            vocabulary={vocabulary}
          />
        ))}
      </div>
    </div>
  );
}

function Expected({
  candidates,
  name,
  givenId,
  full,
  vocabulary,
}: {
  readonly candidates: readonly Candidate[];
  readonly name: string;
  readonly givenId: number | undefined;
  /** Probability of a bar as long as its column. */
  readonly full: number;
  readonly vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useTokenFormat();
  return (
    <table
      className="w-full table-fixed self-start tabular-nums"
      aria-label={t('expectedBy', { model: name })}
    >
      <caption className="truncate pb-1 text-left text-xs text-ink-faint">
        {t('expectedBy', { model: name })}
      </caption>
      <tbody>
        {candidates.map(({ tokenId, logprob }) => (
          <tr key={tokenId} className={tokenId === givenId ? 'font-semibold' : 'font-normal'}>
            <th scope="row" className="truncate py-0.5 pr-2 text-left [font-weight:inherit]">
              <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
              {tokenId === givenId && <span className="sr-only"> {t('given')}</span>}
            </th>
            <td className="w-16 py-0.5 pr-2 text-right">{format.probability(Math.exp(logprob))}</td>
            <td className="w-1/3 py-0.5" aria-hidden>
              <span
                className="probability-bar"
                style={{ width: `${Math.min(100, (Math.exp(logprob) / full) * 100)}%` }}
              />
            </td>
          </tr>
        ))}
      </tbody>
      {!candidates.some(({ tokenId }) => tokenId === givenId) && (
        <tfoot>
          <tr>
            <td colSpan={3} className="pt-1 text-xs text-ink-faint">
              {t('givenLower')}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
