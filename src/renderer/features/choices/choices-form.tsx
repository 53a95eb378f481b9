/**
 * The question or the set of questions, and how it is asked. Page.
 */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoicesRequest } from '#contract/choices.ts';
import type { Model } from '#contract/models.ts';
import { answerLetters, listsAnswers } from '#probability/choices/question-text.ts';
import { Button } from '../../components/button.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { startRun } from './choices-actions.ts';
import { questionsOf, typedAnswers, useChoices } from './choices-store.ts';
import { ModelChecks } from './model-checks.tsx';
import { SetField } from './set-field.tsx';

type Props = { readonly model: Model | null; readonly models: readonly Model[] };

export function ChoicesForm({ model, models }: Props): ReactNode {
  const { t } = useTranslation('choices');
  const work = useChoices();
  const request = useRequest(model, models);
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (request) void startRun(request);
      }}
    >
      <div>
        <Segmented
          label={t('source')}
          value={work.source}
          options={[
            { value: 'one', label: t('one') },
            { value: 'set', label: t('set') },
          ]}
          onChange={(source) => useChoices.setState({ source })}
        />
      </div>
      {work.source === 'one' ? <QuestionFields /> : <SetField />}
      <HowAsked />
      <ModelChecks model={model} models={models} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="primary" disabled={request === null}>
          {t('run')}
        </Button>
        {!model && <p className="prose-quiet">{t('noModel')}</p>}
        {model && questionsOf(work).length === 0 && work.source === 'one' && (
          <p className="prose-quiet">{t('needed')}</p>
        )}
      </div>
    </form>
  );
}

/** What would be started now; null: something is missing. */
function useRequest(model: Model | null, models: readonly Model[]): ChoicesRequest | null {
  const work = useChoices();
  const { form, neutral } = useWording();
  const questions = questionsOf(work);
  const chosen = models.filter(({ id }) => work.modelIds?.includes(id));
  const asked = chosen.length > 0 ? chosen : model ? [model] : [];
  if (questions.length === 0 || asked.length === 0 || !form.includes('{question}')) return null;
  const { mode, reading, orders, seed } = work;
  return { modelIds: asked.map(({ id }) => id), questions, mode, reading, form, neutral, orders, seed };
}

/** The form and the neutral prompt in use: what was typed, or the usual ones in the reader's language. */
function useWording(): { readonly form: string; readonly neutral: string } {
  const { t } = useTranslation('choices');
  const { mode, form, neutral } = useChoices();
  const usual = mode === 'letters' ? `{question}\n{answers}\n${t('neutralUsual')}` : '{question}';
  return { form: form ?? usual, neutral: neutral ?? t('neutralUsual') };
}

function QuestionFields(): ReactNode {
  const { t } = useTranslation('choices');
  const { question, answers, correct } = useChoices();
  return (
    <div className="grid gap-3 sidebar:grid-cols-2">
      <label className="block text-xs text-ink-faint">
        {t('question')}
        <textarea
          className="field mt-1 text-base leading-6"
          rows={4}
          dir="auto"
          maxLength={20_000}
          placeholder={t('questionHint')}
          value={question}
          onChange={({ target }) => useChoices.setState({ question: target.value })}
        />
      </label>
      <div className="grid gap-3">
        <label className="block text-xs text-ink-faint">
          {t('answers')}
          <textarea
            className="field mt-1 text-base leading-6"
            rows={4}
            dir="auto"
            placeholder={t('answersHint')}
            value={answers}
            onChange={({ target }) => useChoices.setState({ answers: target.value })}
          />
        </label>
        <label className="flex flex-wrap items-center gap-2 text-xs text-ink-faint">
          {t('correct')}
          <select
            className="button button-small max-w-64"
            value={correct ?? ''}
            onChange={({ target }) =>
              useChoices.setState({ correct: target.value === '' ? null : Number(target.value) })
            }
          >
            <option value="">{t('nobodySays')}</option>
            {typedAnswers(answers)
              .slice(0, answerLetters.length)
              .map((answer, index) => (
                <option key={answerLetters[index]} value={index}>
                  {`${answerLetters[index]}. ${answer}`}
                </option>
              ))}
          </select>
        </label>
      </div>
    </div>
  );
}

function HowAsked(): ReactNode {
  const { t } = useTranslation('choices');
  const work = useChoices();
  const { form, neutral } = useWording();
  const ordersId = useId();
  const seedId = useId();
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">{t('how')}</legend>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <Segmented
          label={t('mode')}
          value={work.mode}
          options={[
            { value: 'answers', label: t('modes.answers') },
            { value: 'letters', label: t('modes.letters') },
          ]}
          onChange={(mode) => useChoices.setState({ mode, form: null })}
        />
        <Segmented
          label={t('reading')}
          value={work.reading}
          options={[
            { value: 'raw', label: t('readings.raw') },
            { value: 'chat', label: t('readings.chat') },
          ]}
          onChange={(reading) => useChoices.setState({ reading })}
        />
        {listsAnswers(form) && (
          <span className="flex flex-wrap items-center gap-2 text-xs text-ink-faint">
            <label htmlFor={ordersId}>{t('orders')}</label>
            <NumberField
              id={ordersId}
              value={work.orders}
              min={1}
              max={24}
              step={1}
              onChange={(orders) => useChoices.setState({ orders: orders ?? 1 })}
            />
            <label htmlFor={seedId}>{t('seed')}</label>
            <NumberField
              id={seedId}
              value={work.seed}
              min={0}
              max={0xffff_ffff}
              step={1}
              onChange={(seed) => useChoices.setState({ seed: seed ?? 0 })}
            />
          </span>
        )}
      </div>
      <p className="prose-quiet">{t(`modeHints.${work.mode}`)}</p>
      <div className="grid gap-3 sidebar:grid-cols-2">
        <label className="block text-xs text-ink-faint">
          {t('form')}
          <textarea
            className="field mt-1 font-mono text-sm"
            rows={3}
            maxLength={2_000}
            value={form}
            onChange={({ target }) => useChoices.setState({ form: target.value })}
          />
          {!form.includes('{question}') && <span className="text-danger">{t('formNeeds')}</span>}
        </label>
        <label className="block text-xs text-ink-faint">
          {t('neutral')}
          <textarea
            className="field mt-1 font-mono text-sm"
            rows={3}
            maxLength={20_000}
            value={neutral}
            onChange={({ target }) => useChoices.setState({ neutral: target.value })}
          />
        </label>
      </div>
    </fieldset>
  );
}
