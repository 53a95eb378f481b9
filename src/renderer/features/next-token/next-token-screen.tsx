/**
 * Next token: a text, and at its caret what could come next, to choose from. Page.
 */
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { openInstrument } from '../../state/instruments.ts';
import { useVocabulary } from '../../state/traces/traces.ts';
import { useBench } from './bench.ts';
import { leaveGame, startGame, takeBack, takeToken } from './bench-actions.ts';
import { BenchFields } from './bench-fields.tsx';
import { ReadingColumn } from './reading-column.tsx';
import { TokensBefore } from './tokens-before.tsx';
import { useBenchPlace } from './use-bench-place.ts';
import { useOpenedWith } from './use-opened-with.ts';
import { useReading, type ReadingState } from './use-reading.ts';

export function NextTokenScreen({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('next-token');
  useOpenedWith();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="@container mx-auto w-full max-w-[76rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="mt-1 mb-6 text-sm text-ink-faint">{t('lead')}</p>
        {model === null ? (
          <p className="border-t border-line pt-6 text-base">{t('noModel')}</p>
        ) : (
          <BenchView model={model} />
        )}
      </div>
    </div>
  );
}

function BenchView({ model }: { readonly model: Model }): ReactNode {
  const [isExact, setExact] = useState(false);
  const vocabulary = useVocabulary(model.vocabularyHash);
  const place = useBenchPlace(model, vocabulary, isExact);
  const state = useReading(place);
  const field = useRef<HTMLTextAreaElement>(null);
  // What was read with another model has other ids.
  const last = state.last?.place.modelId === model.id ? state.last : null;
  const isFresh = state.phase === 'ready' && last !== null && last.place === place;
  useGreedy(isFresh ? state : null, vocabulary, field);
  return (
    <div className="grid gap-x-10 gap-y-8 @2xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <BenchFields model={model} field={field} />
        {last && vocabulary ? <TokensBefore last={last} vocabulary={vocabulary} /> : null}
        {vocabulary ? <Steps state={state} isFresh={isFresh} vocabulary={vocabulary} field={field} /> : null}
      </div>
      <ReadingColumn
        model={model}
        vocabulary={vocabulary}
        state={{ ...state, last }}
        isFresh={isFresh}
        isExact={isExact}
        onExact={setExact}
        field={field}
      />
    </div>
  );
}

/** Takes the favourite each time one is wanted and the place has been read; an end mark is not taken. */
function useGreedy(
  fresh: ReadingState | null,
  vocabulary: VocabularyTable | null,
  field: RefObject<HTMLTextAreaElement | null>,
): void {
  const toGo = useBench((bench) => bench.toGo);
  const last = fresh?.last ?? null;
  useEffect(() => {
    if (toGo === 0 || last === null || vocabulary === null) return;
    const favourite = last.reading.candidates[0]?.tokenId;
    if (favourite === undefined || vocabulary.isEnd(favourite)) {
      useBench.setState({ toGo: 0 });
      return;
    }
    useBench.setState({ toGo: toGo - 1 });
    takeToken(last, favourite, vocabulary, field.current);
  }, [toGo, last, vocabulary, field]);
}

function Steps({
  state,
  isFresh,
  vocabulary,
  field,
}: {
  readonly state: ReadingState;
  readonly isFresh: boolean;
  readonly vocabulary: VocabularyTable;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const { toGo, picks } = useBench();
  const { last } = state;
  const tokenIds = isFresh && last ? last.tokenIds : null;
  const picked = last?.place.known?.pickCount ?? 0;
  if (picks !== null)
    return (
      <div>
        <Button isSmall onClick={leaveGame}>
          {t('game.leave')}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2">
      {toGo > 0 ? (
        <Button isSmall onClick={() => useBench.setState({ toGo: 0 })}>
          {t('stopGoing', { shown: format.integer(toGo) })}
        </Button>
      ) : (
        <>
          <Button isSmall disabled={!tokenIds} onClick={() => useBench.setState({ toGo: 1 })}>
            {t('goOn')}
          </Button>
          <Button isSmall disabled={!tokenIds} onClick={() => useBench.setState({ toGo: 10 })}>
            {t('goOnTen')}
          </Button>
        </>
      )}
      <Button
        isSmall
        disabled={!isFresh || picked === 0}
        onClick={() => {
          if (last) takeBack(last, vocabulary);
          field.current?.focus();
        }}
      >
        {t('takeBack')}
      </Button>
      <Button isSmall disabled={!tokenIds} onClick={startGame}>
        {t('game.start')}
      </Button>
      <Button
        isSmall
        disabled={!tokenIds}
        onClick={() => {
          if (tokenIds && last) openInstrument('tree', { modelId: last.place.modelId, tokenIds });
        }}
      >
        {t('grow')}
      </Button>
    </div>
  );
}
