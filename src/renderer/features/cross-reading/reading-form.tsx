/**
 * The texts to read and the models that read them. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { FileButton, textFiles } from '../../components/file-button.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { openTextFile, startCrossReading } from './cross-reading-actions.ts';
import { mostDistributions, mostModels, mostTexts, setText, useCrossReading } from './cross-reading-store.ts';
import { chosenModels } from './chosen-models.ts';
import { sampleText } from './sample-text.ts';

export function ReadingForm({ known }: { readonly known: readonly Model[] }): ReactNode {
  const { t } = useTranslation('cross-reading');
  const texts = useCrossReading((work) => work.texts);
  const modelIds = useCrossReading((work) => work.modelIds);
  const distributionTokens = useCrossReading((work) => work.distributionTokens);
  const problem = useCrossReading((work) => work.problem);
  const models = chosenModels(known, modelIds);
  const isReady = models.length >= 2 && texts.some(({ text }) => text !== '');
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void startCrossReading(models);
      }}
    >
      {texts.map((_, index) => (
        // Texts have no names of their own: they are their places.
        // oxlint-disable-next-line react/no-array-index-key
        <TextField key={index} index={index} />
      ))}
      <p role="status" className="text-sm text-danger empty:hidden">
        {problem ? t(problem) : ''}
      </p>
      <ModelList known={known} models={models} />
      <div className="flex flex-wrap items-end gap-4">
        <label className="text-xs text-ink-faint">
          <span className="mb-1 block">{t('distributions')}</span>
          <NumberField
            label={t('distributions')}
            value={distributionTokens}
            min={0}
            max={mostDistributions}
            step={1}
            onChange={(value) => useCrossReading.setState({ distributionTokens: value ?? 0 })}
          />
        </label>
        <p className="max-w-[36rem] flex-1 text-xs text-ink-faint">{t('distributionsHint')}</p>
        <Button type="submit" look="primary" disabled={!isReady}>
          {t('run')}
        </Button>
      </div>
    </form>
  );
}

function TextField({ index }: { readonly index: number }): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const texts = useCrossReading((work) => work.texts);
  const { label, text } = texts[index] ?? { label: '', text: '' };
  const name = label || t('textOf', { n: format.integer(index + 1) });
  return (
    <div className="grid gap-2">
      <textarea
        aria-label={texts.length > 1 ? name : t('text')}
        className="field"
        rows={texts.length > 1 ? 3 : 6}
        dir="auto"
        placeholder={t('textHint')}
        value={text}
        onChange={({ target }) => setText(index, target.value)}
      />
      <div className="flex flex-wrap items-center gap-2">
        {texts.length > 1 && <span className="text-xs text-ink-soft">{name}</span>}
        <FileButton label={t('open')} accept={textFiles} onFile={(file) => void openTextFile(index, file)} />
        {text === '' && (
          <Button isSmall onClick={() => setText(index, sampleText)}>
            {t('sample')}
          </Button>
        )}
        {texts.length > 1 && (
          <Button
            isSmall
            onClick={() => useCrossReading.setState({ texts: texts.filter((_, place) => place !== index) })}
          >
            {t('removeText')}
          </Button>
        )}
        {index === texts.length - 1 && texts.length < mostTexts && (
          <Button
            isSmall
            onClick={() => useCrossReading.setState({ texts: [...texts, { label: '', text: '' }] })}
          >
            {t('addText')}
          </Button>
        )}
        <span className="ml-auto text-xs text-ink-faint tabular-nums">
          {t('size', { count: text.length, shown: format.integer(text.length) })}
        </span>
      </div>
    </div>
  );
}

function ModelList({
  known,
  models,
}: {
  readonly known: readonly Model[];
  readonly models: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const ids = models.map(({ id }) => id);
  const choose = (modelIds: readonly Model['id'][]): void => useCrossReading.setState({ modelIds });
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-faint">{t('models')}</legend>
      <ul className="divide-y divide-line border-y border-line">
        {known
          .filter(({ isPresent }) => isPresent)
          .map(({ id, name, quantisation, sizeBytes }) => {
            const isChosen = ids.includes(id);
            const isReference = ids[0] === id;
            return (
              <li key={id} className="flex min-h-9 flex-wrap items-center gap-x-4 text-sm">
                <label className="flex min-h-9 min-w-0 flex-1 items-center gap-2">
                  <input
                    type="checkbox"
                    className="accent-accent"
                    checked={isChosen}
                    disabled={!isChosen && ids.length >= mostModels}
                    onChange={() => choose(isChosen ? ids.filter((each) => each !== id) : [...ids, id])}
                  />
                  <span className="truncate">{name}</span>
                  <span className="text-xs text-ink-faint">
                    {[quantisation, format.bytes(sizeBytes)].filter(Boolean).join(' · ')}
                  </span>
                </label>
                {isChosen && (
                  <label className="flex min-h-9 items-center gap-2 text-xs text-ink-soft">
                    <input
                      type="radio"
                      name="reference"
                      className="accent-accent"
                      checked={isReference}
                      onChange={() => choose([id, ...ids.filter((each) => each !== id)])}
                    />
                    {t('reference')}
                  </label>
                )}
              </li>
            );
          })}
      </ul>
    </fieldset>
  );
}
