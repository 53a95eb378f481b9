/**
 * The most probable tokens at one place: before and after settings, the chosen one marked, removed ones kept with the
 * stage that removed them, all others as a last row. Page.
 */
import { GitBranch } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectedStep, InspectedToken } from '#probability/inspect-step.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { Inspection } from './inspection.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import { nameOfToken } from '../../components/token-text.ts';

const shownAtFirst = 10;
const rowsWithKey = 9;

type RowProps = {
  readonly token: InspectedToken;
  readonly vocabulary: VocabularyTable;
  readonly isChosen: boolean;
  /** The model chose it; false: it stands in a given text. */
  readonly isDrawn: boolean;
  readonly hasSampler: boolean;
  /** The probability that fills a bar. */
  readonly full: number;
  /** From 1. */
  readonly row: number;
  /** Branches with a token; null: not now. */
  readonly onPick: ((tokenId: number) => void) | null;
};

function Bar({
  share,
  full,
  kind,
}: {
  share: number;
  full: number;
  kind: 'raw' | 'sampled' | 'tail';
}): ReactNode {
  if (share === 0) return null;
  return (
    <span
      aria-hidden
      className={`bar bar-${kind}`}
      style={{ width: `${Math.min(100, (share / full) * 100)}%` }}
    />
  );
}

function AfterSettings({ token, full }: { token: InspectedToken; full: number }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  if (token.removedBy !== null)
    return <span className="removed">{t('table.removedBy', { stage: t(`stages.${token.removedBy}`) })}</span>;
  if (token.q === null) return <span className="removed">{t('table.unknown')}</span>;
  return (
    <>
      {format.share(token.q)}
      <Bar share={token.q} full={full} kind="sampled" />
    </>
  );
}

function Choice({ token, vocabulary, onPick }: Pick<RowProps, 'token' | 'vocabulary' | 'onPick'>): ReactNode {
  const { t } = useTranslation('inspector');
  if (!onPick) return <TokenLabel vocabulary={vocabulary} tokenId={token.id} />;
  return (
    <button
      type="button"
      className="branch-token"
      aria-label={t('branch.withToken', { text: nameOfToken(vocabulary, token.id) })}
      onClick={() => onPick(token.id)}
    >
      <TokenLabel vocabulary={vocabulary} tokenId={token.id} />
      <GitBranch size={14} aria-hidden />
    </button>
  );
}

function Row(props: RowProps): ReactNode {
  const { token, vocabulary, isChosen, isDrawn, hasSampler, full, row, onPick } = props;
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  return (
    <tr className={isChosen ? 'chosen' : undefined}>
      <th scope="row">
        <span aria-hidden className="check">
          {isChosen ? '✓' : onPick && row <= rowsWithKey ? row : ''}
        </span>
        <Choice token={token} vocabulary={vocabulary} onPick={isChosen ? null : onPick} />
        {isChosen && <span className="chosen-word"> {isDrawn ? t('table.chosen') : t('table.given')}</span>}
      </th>
      <td>
        {format.probability(token.probability)}
        <Bar share={token.probability} full={full} kind="raw" />
      </td>
      {hasSampler && (
        <td>
          <AfterSettings token={token} full={full} />
        </td>
      )}
    </tr>
  );
}

function TailRow({ inspection, full }: { inspection: Inspection; full: number }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const tail = inspection.result?.tail;
  if (!tail) return null;
  const { low, high } = tail.probability;
  return (
    <tr className="tail">
      <th scope="row">
        <span aria-hidden className="check" />
        {t('table.tail', { total: format.integer(tail.count) })}
      </th>
      <td>
        {tail.count === 0
          ? format.share(0)
          : low === high
            ? format.probability(high)
            : `≤${format.probability(high)}`}
        <Bar share={high} full={full} kind="tail" />
      </td>
      {tail.q !== null && (
        <td>
          {format.share(tail.q)}
          <Bar share={tail.q} full={full} kind="sampled" />
        </td>
      )}
    </tr>
  );
}

/** The rows, most probable first. The chosen token is always among them, however improbable it was. */
export function rowsOf(
  { captured, token: chosen }: InspectedStep,
  count = shownAtFirst,
): readonly InspectedToken[] {
  const rows = captured.slice(0, count);
  return rows.some(({ id }) => id === chosen.id) ? rows : [...rows, chosen];
}

export function AlternativesTable({
  inspection,
  vocabulary,
  onPick,
}: {
  inspection: Inspection;
  vocabulary: VocabularyTable;
  /** Branches with a token; null: not now. */
  onPick: ((tokenId: number) => void) | null;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const [isAll, setAll] = useState(false);
  const { result, lacks } = inspection;
  if (!result) return null;
  const { captured, chain, token: chosen } = result;
  const rows = rowsOf(result, isAll ? captured.length : shownAtFirst);
  const full = Math.max(
    result.tail.probability.high,
    ...captured.map(({ probability, q }) => Math.max(probability, q ?? 0)),
    1e-9,
  );
  return (
    <>
      <table className="alternatives">
        <caption className="visually-hidden">{t('table.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.token')}</th>
            <th scope="col">{t('table.before')}</th>
            {chain && <th scope="col">{t('table.after')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((token, index) => (
            <Row
              key={token.id}
              token={token}
              vocabulary={vocabulary}
              isChosen={token.id === chosen.id}
              isDrawn={inspection.step.origin === 'sampled'}
              hasSampler={chain !== null}
              full={full}
              row={index + 1}
              onPick={onPick}
            />
          ))}
          <TailRow inspection={inspection} full={full} />
        </tbody>
      </table>
      {captured.length > shownAtFirst && (
        <button type="button" className="quiet-button" onClick={() => setAll(!isAll)}>
          {isAll ? t('table.showFewer') : t('table.showAll', { total: format.integer(captured.length) })}
        </button>
      )}
      {chain && !chain.isExact && <p className="note">{t('table.notExact')}</p>}
      {lacks !== null && <p className="note">{t(`table.lacks.${lacks}`)}</p>}
    </>
  );
}
