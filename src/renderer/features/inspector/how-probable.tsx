/**
 * "How probable was Lyon here?": the question and its answer, as it is typed and as a new word. Page.
 */
import { Fragment, useId, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BranchPlace } from '#contract/place.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { InspectedStep } from '#probability/inspect-step.ts';
import { surprisalBits } from '#probability/step-measures.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { Progress } from '../../components/progress.tsx';
import { TokenLabel } from '../../components/token-label.tsx';
import {
  askHowProbable,
  stopHowProbable,
  useHowProbable,
  type ProbablePiece,
  type ProbableText,
} from './how-probable.ts';
import { placeKey, type TextSource } from './inspected-place.ts';
import { ProfileLine } from './profile-line.tsx';
import { nameOfToken } from '../../components/token-text.ts';

function PieceRow({ piece, vocabulary }: { piece: ProbablePiece; vocabulary: VocabularyTable }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  return (
    <tr>
      <th scope="row">
        <TokenLabel vocabulary={vocabulary} tokenId={piece.tokenId} />
      </th>
      <td>{format.probability(Math.exp(piece.logprob))}</td>
      <td>{t('token.bits', { bits: format.bits(surprisalBits(piece.logprob)) })}</td>
      <td>{piece.rank === null ? '—' : format.integer(piece.rank)}</td>
    </tr>
  );
}

/** What was captured for a token at this place; null: it was not among those that were. */
function capturedProbability(captured: InspectedStep | null, tokenId: number): number | null {
  if (captured?.token.id === tokenId) return captured.token.probability;
  return captured?.captured.find(({ id }) => id === tokenId)?.probability ?? null;
}

/** The recomputed probability beside the captured one. Of several tokens only the first stands at the place itself. */
function Beside({
  piece,
  vocabulary,
  captured,
}: {
  piece: ProbablePiece;
  vocabulary: VocabularyTable;
  captured: InspectedStep | null;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const before = capturedProbability(captured, piece.tokenId);
  if (captured === null) return null;
  const text = nameOfToken(vocabulary, piece.tokenId);
  if (before === null) return <p className="note">{t('exact.notCaptured', { text })}</p>;
  const amount = Math.exp(piece.logprob) - before;
  const points = format.probability(Math.abs(amount)).replace(/\s?%/, '');
  const sign = points.startsWith('<') ? '' : amount < 0 ? '−' : '+';
  const difference = sign + t('exact.points', { points });
  return (
    <p className="note">
      {t('exact.wasCaptured', { text, probability: format.probability(before), difference })}
    </p>
  );
}

function Answer({ answer, vocabulary }: { answer: ProbableText; vocabulary: VocabularyTable }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const { text, pieces, hasSpaceBefore } = answer;
  const logprob = pieces.reduce((sum, piece) => sum + piece.logprob, 0);
  return (
    <table className="exact-table">
      <caption>{t(hasSpaceBefore ? 'exact.newWord' : 'exact.asTyped', { text })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('table.token')}</th>
          <th scope="col">{t('facts.probability')}</th>
          <th scope="col">{t('facts.surprisal')}</th>
          <th scope="col">{t('facts.rank')}</th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same token may stand in a text twice
          <PieceRow key={index} piece={piece} vocabulary={vocabulary} />
        ))}
        {pieces.length > 1 && (
          <tr className="together">
            <th scope="row">{t('exact.together')}</th>
            <td>{format.probability(Math.exp(logprob))}</td>
            <td>{t('token.bits', { bits: format.bits(surprisalBits(logprob)) })}</td>
            <td>—</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

export function HowProbable({
  place,
  source,
  vocabulary,
  captured,
}: {
  place: BranchPlace;
  source: TextSource;
  vocabulary: VocabularyTable;
  /** What was captured at the place; null: nothing was. */
  captured: InspectedStep | null;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const text = useHowProbable((asked) => asked.text);
  const state = useHowProbable((asked) => asked.byPlace[placeKey(place)]);
  const answers = state?.answers ?? [];
  const isRunning = state?.isRunning ?? false;
  const profile = answers[0]?.profile;
  const fieldId = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text !== '') void askHowProbable(place, source.model.id, text);
  };
  return (
    <>
      <label className="tool-label" htmlFor={fieldId}>
        {t('exact.howProbable')}
      </label>
      <form className="tool-row" onSubmit={submit}>
        <input
          id={fieldId}
          className="field"
          dir="auto"
          maxLength={200}
          value={text}
          onChange={(event) => useHowProbable.setState({ text: event.target.value })}
        />
        {isRunning ? (
          <button type="button" className="action-button" onClick={stopHowProbable}>
            {t('exact.stop')}
          </button>
        ) : (
          <button type="submit" className="action-button" disabled={text === ''}>
            {t('exact.ask')}
          </button>
        )}
      </form>
      {isRunning && <Progress label={t('exact.running')} fraction={null} />}
      {state?.error ? <ErrorPanel error={state.error} /> : null}
      <div aria-live="polite">
        {answers.map((answer) => (
          <Fragment key={String(answer.hasSpaceBefore)}>
            <Answer answer={answer} vocabulary={vocabulary} />
            {answer.pieces[0] && (
              <Beside piece={answer.pieces[0]} vocabulary={vocabulary} captured={captured} />
            )}
          </Fragment>
        ))}
        {answers.some(({ pieces }) => pieces.length > 1) && <p className="note">{t('exact.cutNote')}</p>}
      </div>
      {profile && <ProfileLine modelName={source.model.name} profile={profile} isRecomputed />}
    </>
  );
}
