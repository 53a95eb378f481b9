/**
 * Where two models of one tokeniser disagree most, with the text around it. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId, VocabularyHash } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useVocabulary } from '../../state/traces/traces.ts';
import type { Divergences, FollowedReading, Reading } from './cross-reading-store.ts';
import { DisagreementPlace } from './disagreement-place.tsx';
import { nameIn } from './use-names.ts';

const contextBytes = 60;
const decoder = new TextDecoder('utf-8');

type Props = { readonly job: FollowedReading; readonly textIndex: number; readonly known: readonly Model[] };

export function Disagreements({ job, textIndex, known }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const nameOf = nameIn(known);
  const all = job.divergences.filter((each) => each.textIndex === textIndex);
  if (all.length === 0) return null;
  const bytes = new TextEncoder().encode(job.request.texts[textIndex]?.text ?? '');
  return (
    <section aria-label={t('disagreements')} className="mt-8">
      <h2 className="text-sm font-semibold">{t('disagreements')}</h2>
      <p className="mt-1 text-xs text-ink-faint">{t('disagreementsHint')}</p>
      <div className="mt-2 grid gap-x-10 gap-y-6 inspector:grid-cols-2">
        {all.map((divergences) => (
          <Places
            key={divergences.modelId}
            divergences={divergences}
            reading={readingOf(job, textIndex, divergences.modelId)}
            bytes={bytes}
            vocabularyHash={known.find(({ id }) => id === divergences.modelId)?.vocabularyHash ?? null}
            name={nameOf(divergences.modelId)}
            referenceName={nameOf(job.request.modelIds[0] ?? divergences.modelId)}
          />
        ))}
      </div>
    </section>
  );
}

const readingOf = (job: FollowedReading, textIndex: number, modelId: ModelId): Reading | undefined =>
  job.readings.find((each) => each.textIndex === textIndex && each.modelId === modelId);

function Places({
  divergences,
  reading,
  bytes,
  vocabularyHash,
  name,
  referenceName,
}: {
  readonly divergences: Divergences;
  readonly reading: Reading | undefined;
  /** Of the text, in UTF-8. */
  readonly bytes: Uint8Array;
  readonly vocabularyHash: VocabularyHash | null;
  readonly name: string;
  readonly referenceName: string;
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const vocabulary = useVocabulary(vocabularyHash);
  const [opened, setOpened] = useState<number | null>(null);
  const { kldNats, topSame, firstToken, worst } = divergences;
  const changed = topSame.indexOf(0);
  return (
    <div className="min-w-0 border-t border-line pt-2">
      <h3 className="text-sm">{name}</h3>
      <p className="text-xs text-ink-faint">
        {changed < 0
          ? t('sameTopEverywhere')
          : t('firstOtherTop', { token: format.integer(firstToken + changed + 1) })}
      </p>
      <ol className="mt-2 grid gap-1 text-sm">
        {worst.map((place) => {
          const { before, token, after } = contextOf(bytes, reading, place.token);
          const index = place.token - firstToken;
          const isOpen = place.token === opened;
          return (
            <li key={place.token}>
              <button
                type="button"
                aria-expanded={isOpen}
                className="grid w-full grid-cols-[4.5rem_minmax(0,1fr)] items-baseline gap-3 rounded text-left hover:bg-hover"
                onClick={() => setOpened(isOpen ? null : place.token)}
              >
                <span className="text-right tabular-nums">{format.decimal(kldNats[index] ?? 0, 3)}</span>
                <span className="truncate" dir="auto">
                  <span className="text-ink-faint">{before}</span>
                  <mark className="token token-chosen bg-transparent text-ink">{token}</mark>
                  <span className="text-ink-faint">{after}</span>
                  {topSame[index] === 0 && <span className="sr-only"> {t('otherTop')}</span>}
                </span>
              </button>
              {isOpen && vocabulary !== null && (
                <DisagreementPlace
                  place={place}
                  givenId={reading?.tokens[place.token]?.tokenId}
                  names={[referenceName, name]}
                  vocabulary={vocabulary}
                />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** The token and what stands around it, cut by bytes: a half character at an edge is left out. */
function contextOf(bytes: Uint8Array, reading: Reading | undefined, token: number) {
  const start = (reading?.tokens ?? []).slice(0, token).reduce((sum, each) => sum + each.bytes, 0);
  const end = start + (reading?.tokens[token]?.bytes ?? 0);
  const part = (from: number, to: number): string =>
    decoder
      .decode(bytes.subarray(Math.max(0, from), to))
      .replaceAll('\ufffd', '')
      .replaceAll('\n', ' ');
  return {
    before: part(start - contextBytes / 2, start),
    token: part(start, end),
    after: part(end, end + contextBytes),
  };
}
