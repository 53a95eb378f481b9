/**
 * The heat map of a text as a picture, with its words in the reader's language. Page.
 */
import { useTranslation } from 'react-i18next';
import type { EvaluationProfile } from '#contract/profile.ts';
import { measureText, type ScoredToken } from '#probability/text-measures.ts';
import { useLanguage } from '../../i18n/i18n.ts';
import { useAppStatus } from '../../state/queries.ts';
import { heatMapView, type HeatMapMeasure } from '../../state/traces/heat-map-view.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { binNames } from '../heat-map/bin-names.ts';
import { binOf } from '../heat-map/bins.ts';
import { useTokenFormat, type TokenFormat } from '../heat-map/token-format.ts';
import { visibleBytes, visibleText } from '../heat-map/visible-text.ts';
import { useProfileWords } from '../profile-words.ts';
import { heatMapPicture, type Picture, type PictureCell } from './heat-map-picture.ts';

type Measure = Exclude<HeatMapMeasure, 'off'>;

/** Spaces and line breaks stay as they are; the picture needs no sign for a space. */
function pictureText(text: string): string {
  return text
    .split(/([ \n])/)
    .map((part) => (part === ' ' || part === '\n' ? part : visibleText(part)))
    .join('');
}

function cellsOf(trace: TokenTrace, measure: Measure, format: TokenFormat): PictureCell[] {
  return Array.from({ length: trace.cells.count }, (_, cell) => {
    const values = trace.cellValues(cell);
    const isChip = trace.cells.isChip(cell);
    const { first } = trace.cells.tokens(cell);
    const number = {
      surprisal: format.bits(values.surprisalBits),
      probability: format.probability(values.probability),
      rank: format.integer(values.rank),
    }[measure];
    return {
      text: isChip
        ? visibleBytes(trace.vocabulary.piece(trace.tokenId(first)).bytes)
        : pictureText(trace.cells.textOf(cell)),
      bin: binOf(measure, values),
      value: number,
      isChip,
    };
  });
}

/** Control tokens have no bytes of text and stay out of the totals, as in the inspector. */
function* scoredTokens(trace: TokenTrace): Generator<ScoredToken> {
  for (let position = 0; position < trace.count; position++) {
    const { surprisalBits } = trace.values(position);
    const isScored = !Number.isNaN(surprisalBits) && !trace.isMark(trace.tokenId(position));
    yield {
      logprob: isScored ? -surprisalBits * Math.LN2 : null,
      bytes: trace.textBytes(position),
    };
  }
}

type Request = {
  readonly trace: TokenTrace;
  readonly title: string;
  readonly modelName: string;
  readonly profile: EvaluationProfile;
  /** Without it: what the heat map shows now, or surprisal while it is off. */
  readonly measure?: Measure;
  readonly hasValues: boolean;
  /** A PNG has a largest size; an SVG holds everything. */
  readonly ending: 'svg' | 'png';
};

export function useHeatMapPicture(): (request: Request) => Picture {
  const { t } = useTranslation(['exporting', 'inspector']);
  const format = useTokenFormat();
  const language = useLanguage();
  const profileWords = useProfileWords();
  const { data: status } = useAppStatus();
  const totalsLine = (trace: TokenTrace): string => {
    const { totalBits, bitsPerByte, perplexity, scoredTokens: scored } = measureText(scoredTokens(trace));
    const totals = t('inspector:strip.totals', {
      bits: format.significant(totalBits),
      bitsPerByte: format.significant(bitsPerByte ?? Number.NaN),
      perplexity: format.significant(perplexity ?? Number.NaN),
    });
    return `${totals} · ${t('inspector:strip.scored', { count: scored, shown: format.integer(scored) })} · ${t('inspector:strip.scope')}`;
  };
  return ({ trace, title, modelName, profile, measure, hasValues, ending }) => {
    const view = heatMapView.get();
    const shown: Measure = measure ?? (view.measure === 'off' ? 'surprisal' : view.measure);
    const pass = t(profile.pass === 'generation' ? 'inspector:profile.live' : 'inspector:profile.recomputed');
    const date = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long' });
    return heatMapPicture({
      title,
      cells: cellsOf(trace, shown, format),
      legend: { title: t(`inspector:legend.${shown}`), steps: binNames(shown, format) },
      palette: view.palette,
      hasValues,
      isWhole: ending === 'svg',
      footer: [
        `${pass} · ${profileWords(modelName, profile)}`,
        totalsLine(trace),
        t(profile.isLogZExact ? 'exporting:rawNote' : 'inspector:sentence.bound'),
        t('exporting:madeBy', { version: status?.version ?? '', date: date.format(new Date()) }),
      ],
      cutNote: (drawn, total) =>
        t('exporting:cutNote', { shown: format.integer(drawn), total: format.integer(total) }),
    });
  };
}
