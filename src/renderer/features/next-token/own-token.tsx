/**
 * Goes on with a text of one's own, as the exact tokens that it is cut into, and says how probable it was. Page.
 */
import { useState, type ReactNode, type RefObject, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Continuation } from '#contract/inspection.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { surprisalBits } from '#probability/step-measures.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { attempt } from '../../state/actions.ts';
import { takeTokens } from './bench-actions.ts';
import { growingText, useBench } from './bench.ts';
import type { BenchReading } from './use-reading.ts';

type Forced = Continuation['tokens'];

/** The place may be another one by the time the model has answered: then nothing is taken. */
function isStillAt({ place }: BenchReading): boolean {
  const bench = useBench.getState();
  return growingText(bench).slice(0, bench.caret) === place.before;
}

async function measure({ place, tokenIds }: BenchReading, text: string): Promise<Forced> {
  const { modelId } = place;
  const cut = await core.tokenizer.cut({ modelId, text });
  const before = { kind: 'tokens' as const, modelId, tokenIds: [...tokenIds] };
  return (await core.inspection.continuation({ place: before, tokenIds: cut.tokenIds })).tokens;
}

export function OwnToken({
  last,
  isFresh,
  vocabulary,
  field,
}: {
  readonly last: BenchReading;
  readonly isFresh: boolean;
  readonly vocabulary: VocabularyTable;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const [text, setText] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [forced, setForced] = useState<Forced>([]);
  const words = useForcedWords(forced, vocabulary);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setAsking(true);
    const tokens = await attempt(() => measure(last, text));
    setAsking(false);
    if (!tokens || !isStillAt(last)) return;
    setText('');
    setForced(tokens);
    const ids = tokens.map(({ tokenId }) => tokenId);
    takeTokens(last, ids, vocabulary, field.current);
  };
  return (
    <form className="mt-3 border-t border-line pt-3" onSubmit={(event) => void submit(event)}>
      <div className="flex gap-2">
        <input
          className="field min-w-0 flex-1"
          dir="auto"
          maxLength={100}
          aria-label={t('own.label')}
          placeholder={t('own.hint')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit" disabled={!isFresh || isAsking || text === ''}>
          {t('own.force')}
        </Button>
      </div>
      <p role="status" className="mt-1 text-xs text-ink-soft tabular-nums empty:hidden">
        {words}
      </p>
    </form>
  );
}

/** "␣Ly|on: 0.2%, 9.12 bits"; with the rank when it is one token. */
function useForcedWords(forced: Forced, vocabulary: VocabularyTable): string {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const [first] = forced;
  if (first === undefined) return '';
  const logprob = forced.reduce((sum, token) => sum + token.logprob, 0);
  return t(forced.length === 1 ? 'own.one' : 'own.many', {
    text: forced.map(({ tokenId }) => visibleBytes(vocabulary.piece(tokenId).bytes)).join('|'),
    p: format.probability(Math.exp(logprob)),
    bits: format.bits(surprisalBits(logprob)),
    rank: format.integer(first.rank),
    total: format.integer(forced.length),
  });
}
