/**
 * How each model goes on behind the text by its most probable tokens, with what is the same as in the reference set apart.
 * Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedModel, TextComparison } from '#contract/cross-reading.ts';
import type { Model } from '#contract/models.ts';
import { commonStart } from '#probability/comparison/common-start.ts';
import { nameIn } from './use-names.ts';

type Props = { readonly comparison: TextComparison; readonly known: readonly Model[] };

export function Continuations({ comparison: { models }, known }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const nameOf = nameIn(known);
  const [reference] = models;
  if (!models.some(({ continuation }) => continuation !== null)) return null;
  return (
    <section aria-label={t('continuations')} className="mt-8">
      <h2 className="text-sm font-semibold">{t('continuations')}</h2>
      <dl className="mt-2 grid max-w-[46rem] gap-3">
        {models.map(({ modelId, continuation }, place) => (
          <div key={modelId} className="border-t border-line pt-2">
            <dt className="text-xs text-ink-faint">{nameOf(modelId)}</dt>
            <dd className="wrap-anywhere whitespace-pre-wrap" dir="auto">
              {continuation && (
                <Written
                  written={continuation}
                  reference={place === 0 ? null : (reference?.continuation ?? null)}
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Text = ComparedModel['continuation'];

/** What is the same as in the reference is pale: the eye falls on the rest. */
function Written({
  written,
  reference,
}: {
  readonly written: NonNullable<Text>;
  readonly reference: Text;
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const characters = Array.from(written.text);
  const same = reference === null ? 0 : commonStart(codesOf(characters), codesOf(Array.from(reference.text)));
  return (
    <>
      <span className="text-ink-faint">{characters.slice(0, same).join('')}</span>
      <span>{characters.slice(same).join('')}</span>
      {written.isEnded && <span className="ml-2 text-xs text-ink-faint">⏹ {t('continuationEnded')}</span>}
    </>
  );
}

const codesOf = (characters: readonly string[]): number[] =>
  characters.map((character) => character.codePointAt(0) ?? 0);
