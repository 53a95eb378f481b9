/**
 * "How probable was Lyon here?": the question and its answer, as it is typed and as a new word. Page.
 */
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BranchPlace } from '#contract/place.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
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
}: {
  place: BranchPlace;
  source: TextSource;
  vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const text = useHowProbable((asked) => asked.text);
  const state = useHowProbable((asked) => asked.byPlace[placeKey(place)]);
  const answers = state?.answers ?? [];
  const isRunning = state?.isRunning ?? false;
  const profile = answers[0]?.profile;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text !== '') void askHowProbable(place, source.model.id, text);
  };
  return (
    <>
      <form className="tool-row" onSubmit={submit}>
        <input
          className="field"
          dir="auto"
          maxLength={200}
          aria-label={t('exact.howProbable')}
          placeholder={t('exact.howProbable')}
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
          <Answer key={String(answer.hasSpaceBefore)} answer={answer} vocabulary={vocabulary} />
        ))}
        {answers.some(({ pieces }) => pieces.length > 1) && <p className="note">{t('exact.cutNote')}</p>}
      </div>
      {profile && <ProfileLine modelName={source.model.name} profile={profile} isRecomputed />}
    </>
  );
}
