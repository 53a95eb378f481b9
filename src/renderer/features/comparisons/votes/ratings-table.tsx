/**
 * Each model with its rating, the interval and its votes; or why it has none yet. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteRating } from '#contract/votes.ts';
import { useFormat } from '../../../i18n/i18n.ts';

const counts = ['votes', 'wins', 'ties', 'losses', 'bothBad'] as const;

export function RatingsTable({ ratings }: { readonly ratings: readonly VoteRating[] }): ReactNode {
  const { t } = useTranslation('votes');
  const format = useFormat();
  if (ratings.length === 0) return <p className="prose-quiet">{t('noRatings')}</p>;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('ratings')}>
      <table className="w-full text-sm tabular-nums">
        <caption className="mb-2 text-left text-base font-semibold">{t('ratings')}</caption>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            {(['model', 'rating', 'interval', ...counts] as const).map((column) => (
              <th key={column} scope="col" className="py-1 pr-4 font-normal">
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ratings.map((each) => (
            <tr
              key={each.model.id}
              data-rated-model={each.model.id}
              data-rating={each.rating.kind === 'rated' ? 'rated' : each.rating.reason}
              data-wins={each.wins}
              className="border-t border-line align-top"
            >
              <th scope="row" className="max-w-64 py-2 pr-4 text-left font-medium wrap-anywhere">
                {each.model.name}
              </th>
              <RatingCells rating={each.rating} />
              {counts.map((count) => (
                <td key={count} className="py-2 pr-4">
                  {format.integer(each[count])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 max-w-read text-xs text-ink-faint">{t('ratingsNote')}</p>
    </div>
  );
}

function RatingCells({ rating }: { readonly rating: VoteRating['rating'] }): ReactNode {
  const { t } = useTranslation('votes');
  const format = useFormat();
  if (rating.kind === 'notEnoughVotes')
    return (
      <td colSpan={2} className="max-w-64 py-2 pr-4 text-ink-soft">
        {t('notEnough')} <span className="block text-xs text-ink-faint">{t(`reasons.${rating.reason}`)}</span>
      </td>
    );
  const { points, low, high } = rating;
  const [least, most] = [low, high].map((end) => (end === null ? null : format.integer(end)));
  return (
    <>
      <td className="py-2 pr-4">{format.integer(points)}</td>
      <td className="py-2 pr-4">
        {least && most
          ? t('interval', { low: least, high: most })
          : least
            ? t('from', { low: least })
            : most
              ? t('upTo', { high: most })
              : t('noBounds')}
      </td>
    </>
  );
}
