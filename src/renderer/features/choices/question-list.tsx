/**
 * The questions of a set with each model's favourite, a page of them at a time. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { answerScorings, favouriteAnswer, type AnswerScoring } from '#probability/choices/answer-scores.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { useChoices } from './choices-store.ts';
import { answerName, type RunResults } from './run-results.ts';

type Props = { readonly results: RunResults; readonly models: readonly Pick<Model, 'id' | 'name'>[] };

const perPage = 20;

export function QuestionList({ results, models }: Props): ReactNode {
  const { t } = useTranslation('choices');
  const [page, setPage] = useState(0);
  const { listedBy } = useChoices();
  const { questions } = results.request;
  const first = page * perPage;
  const places = questions.slice(first, first + perPage).map((_, index) => first + index);
  return (
    <section className="mt-8" aria-label={t('list')}>
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <h2 className="text-base font-semibold">{t('list')}</h2>
        <label className="ml-auto flex items-center gap-2 text-xs text-ink-faint">
          {t('listedBy')}
          <select
            className="button button-small"
            value={listedBy}
            onChange={({ target }) =>
              useChoices.setState({
                listedBy: answerScorings.find((scoring) => scoring === target.value) ?? 'sum',
              })
            }
          >
            {answerScorings.map((scoring) => (
              <option key={scoring} value={scoring}>
                {t(`scorings.${scoring}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('list')}>
        <table className="w-full text-sm">
          <thead>
            <tr className="text-left text-xs text-ink-faint">
              {[
                { id: 'question', name: t('columns.question') },
                { id: 'right', name: t('columns.right') },
                ...models,
              ].map(({ id, name }) => (
                <th key={id} scope="col" className="py-1 pr-4 font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <QuestionRow key={place} {...{ results, models, place, listedBy }} />
            ))}
          </tbody>
        </table>
      </div>
      <Pages page={page} pages={Math.ceil(questions.length / perPage)} onChange={setPage} />
    </section>
  );
}

type RowProps = Props & { readonly place: number; readonly listedBy: AnswerScoring };

function QuestionRow({ results, models, place, listedBy }: RowProps): ReactNode {
  const { t } = useTranslation('choices');
  const isShown = useChoices(({ shown }) => shown === place);
  const question = results.request.questions[place];
  if (question === undefined) return null;
  return (
    <tr className={`border-t border-line ${isShown ? 'bg-hover' : ''}`}>
      <th scope="row" className="max-w-96 py-1 pr-4 text-left font-normal">
        <button
          type="button"
          aria-pressed={isShown}
          className="line-clamp-2 min-h-6 text-left hover:underline"
          onClick={() => useChoices.setState({ shown: place })}
        >
          {`${place + 1}. ${question.question}`}
        </button>
      </th>
      <td className="max-w-48 truncate py-1 pr-4">
        {question.correct === null ? '—' : answerName(question, question.correct)}
      </td>
      {models.map(({ id }) => {
        const given = results.of(id).readings.get(place)?.[0];
        const favourite = given ? favouriteAnswer(listedBy, results.facts(place, given)) : null;
        const isRight = favourite !== null && favourite === question.correct;
        return (
          <td key={id} className="max-w-48 truncate py-1 pr-4">
            {favourite === null ? '—' : answerName(question, favourite)}
            {isRight && <span className="text-ink-faint">{` ${t('isCorrect')}`}</span>}
          </td>
        );
      })}
    </tr>
  );
}

function Pages({
  page,
  pages,
  onChange,
}: {
  readonly page: number;
  readonly pages: number;
  readonly onChange: (page: number) => void;
}): ReactNode {
  const { t } = useTranslation('choices');
  const format = useFormat();
  if (pages < 2) return null;
  return (
    <div className="mt-2 flex items-center gap-3 text-sm text-ink-faint tabular-nums">
      <Button isSmall disabled={page === 0} onClick={() => onChange(page - 1)}>
        {t('previousPage')}
      </Button>
      <span>{t('page', { page: format.integer(page + 1), pages: format.integer(pages) })}</span>
      <Button isSmall disabled={page >= pages - 1} onClick={() => onChange(page + 1)}>
        {t('nextPage')}
      </Button>
    </div>
  );
}
