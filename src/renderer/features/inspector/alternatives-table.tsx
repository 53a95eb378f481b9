/**
 * The most probable tokens at one place: before and after settings, the chosen one marked, removed ones kept with the
 * stage that removed them, all others as a last row. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectedToken } from '#probability/inspect-step.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { Inspection } from './inspection.ts';
import { TokenLabel } from '../../components/token-label.tsx';

const shownAtFirst = 10;

type RowProps = {
  readonly token: InspectedToken;
  readonly vocabulary: VocabularyTable;
  readonly isChosen: boolean;
  /** The model chose it; false: it stands in a given text. */
  readonly isDrawn: boolean;
  readonly hasSampler: boolean;
  /** The probability that fills a bar. */
  readonly full: number;
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

function Row({ token, vocabulary, isChosen, isDrawn, hasSampler, full }: RowProps): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  return (
    <tr className={isChosen ? 'chosen' : undefined}>
      <th scope="row">
        <span aria-hidden className="check">
          {isChosen ? '✓' : ''}
        </span>
        <TokenLabel vocabulary={vocabulary} tokenId={token.id} />
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

/** The chosen token is always among the rows, however improbable it was. */
function rowsOf(
  captured: readonly InspectedToken[],
  chosen: InspectedToken,
  count: number,
): readonly InspectedToken[] {
  const rows = captured.slice(0, count);
  return rows.some(({ id }) => id === chosen.id) ? rows : [...rows, chosen];
}

export function AlternativesTable({
  inspection,
  vocabulary,
}: {
  inspection: Inspection;
  vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const [isAll, setAll] = useState(false);
  const { result, lacks } = inspection;
  if (!result) return null;
  const { captured, chain, token: chosen } = result;
  const rows = rowsOf(captured, chosen, isAll ? captured.length : shownAtFirst);
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
          {rows.map((token) => (
            <Row
              key={token.id}
              token={token}
              vocabulary={vocabulary}
              isChosen={token.id === chosen.id}
              isDrawn={inspection.step.origin === 'sampled'}
              hasSampler={chain !== null}
              full={full}
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
