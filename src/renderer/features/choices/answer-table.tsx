/**
 * One model's answers to one question: every score at once, so that one sees the favourite change with it. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoiceQuestion, ChoiceReading } from '#contract/choices.ts';
import {
  answerScore,
  answerScorings,
  answerShares,
  favouriteAnswer,
} from '#probability/choices/answer-scores.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { answerName, type RunResults } from './run-results.ts';

type Props = {
  readonly results: RunResults;
  /** Place of the question in the set. */
  readonly place: number;
  readonly question: ChoiceQuestion;
  /** One for each order, the given one first. */
  readonly readings: readonly ChoiceReading[];
  readonly modelName: string;
};

export function AnswerTable({ results, place, question, readings, modelName }: Props): ReactNode {
  const { t } = useTranslation('choices');
  const [given] = readings;
  if (given === undefined) return null;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={modelName}>
      <table className="w-full text-sm tabular-nums" aria-label={t('answersOf', { model: modelName })}>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            {[
              t('columns.answer'),
              ...answerScorings.map((scoring) => t(`scorings.${scoring}`)),
              t('columns.share'),
              t('columns.greedy'),
              ...(readings.length > 1 ? [t('columns.orders'), t('columns.shareSpread')] : []),
            ].map((name) => (
              <th key={name} scope="col" className="py-1 pr-4 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {question.answers.map((text, answer) => (
            <AnswerRow
              // Two answers may be the same text.
              // oxlint-disable-next-line react/no-array-index-key
              key={`${answer} ${text}`}
              answer={answer}
              {...{ results, place, question, readings, given }}
            />
          ))}
        </tbody>
      </table>
      {given.spannedBytes > 0 && (
        <p className="mt-1 text-xs text-ink-faint">{t('spans', { count: given.spannedBytes })}</p>
      )}
    </div>
  );
}

type RowProps = Omit<Props, 'modelName'> & { readonly answer: number; readonly given: ChoiceReading };

function AnswerRow({ results, place, question, readings, given, answer }: RowProps): ReactNode {
  const { t } = useTranslation('choices');
  const format = useTokenFormat();
  const facts = results.facts(place, given);
  const own = facts[answer];
  const shareIn = (reading: ChoiceReading): number =>
    answerShares(reading.answers.map(({ logprob }) => logprob))[answer] ?? Number.NaN;
  const shares = readings.map(shareIn);
  const firsts = readings.filter(
    (reading) => favouriteAnswer('sum', results.facts(place, reading)) === answer,
  );
  return (
    <tr className="border-t border-line">
      <th scope="row" className="max-w-72 py-1 pr-4 text-left font-normal break-words">
        <bdi>{answerName(question, answer)}</bdi>
        {question.correct === answer && <span className="ml-2 text-xs text-ink-faint">{t('isCorrect')}</span>}
      </th>
      {answerScorings.map((scoring) => {
        const score = own ? answerScore(scoring, own) : null;
        const isFavourite = favouriteAnswer(scoring, facts) === answer;
        return (
          <td key={scoring} className={`py-1 pr-4 ${isFavourite ? 'font-semibold' : ''}`}>
            {format.bits(score ?? Number.NaN)}
            {isFavourite && (
              <>
                <span aria-hidden>{' ✓'}</span>
                <span className="sr-only">{t('favourite')}</span>
              </>
            )}
          </td>
        );
      })}
      <td className="py-1 pr-4">{format.probability(shares[0] ?? Number.NaN)}</td>
      <td className="py-1 pr-4">{given.answers[answer]?.isGreedy ? t('yes') : t('no')}</td>
      {readings.length > 1 && (
        <>
          <td className="py-1 pr-4">{`${firsts.length}/${readings.length}`}</td>
          <td className="py-1 pr-4 whitespace-nowrap">
            {`${format.probability(Math.min(...shares))} – ${format.probability(Math.max(...shares))}`}
          </td>
        </>
      )}
    </tr>
  );
}
