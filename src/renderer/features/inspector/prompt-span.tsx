/**
 * One part of the prompt: a message, the system prompt, or the template's own marks, which are folded. Page.
 */
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PromptSpan } from '#contract/prompt.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import type { HeatMapMeasure } from '../../state/traces/heat-map-view.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { PromptTokens } from './prompt-tokens.tsx';

const tokensPerRun = 256;

type Props = {
  readonly span: PromptSpan;
  readonly trace: TokenTrace;
  readonly measure: HeatMapMeasure;
  readonly chosen: number;
  readonly version: string;
  /** What there is to know of this part; null: nothing. */
  readonly note: string | null;
};

function runsOf({ start, end }: PromptSpan): readonly { readonly from: number; readonly to: number }[] {
  const count = Math.ceil((end - start) / tokensPerRun);
  return Array.from({ length: count }, (_, index) => ({
    from: start + index * tokensPerRun,
    to: Math.min(end, start + (index + 1) * tokensPerRun),
  }));
}

function Tokens({ span, trace, measure, chosen, version }: Props): ReactNode {
  return (
    <p className="prompt-text" dir="auto">
      {runsOf(span).map(({ from, to }) => (
        <PromptTokens
          key={from}
          trace={trace}
          from={from}
          to={to}
          measure={measure}
          chosen={chosen >= from && chosen < to ? chosen : -1}
          version={version}
        />
      ))}
    </p>
  );
}

function FoldedSpan(props: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const [isOpen, setOpen] = useState(false);
  const contentId = useId();
  const { span, chosen } = props;
  const count = span.end - span.start;
  const isShown = isOpen || (chosen >= span.start && chosen < span.end);
  return (
    <div className="prompt-span prompt-template">
      <button
        type="button"
        className="fold"
        aria-expanded={isShown}
        aria-controls={contentId}
        onClick={() => setOpen(!isShown)}
      >
        <ChevronRight size={14} aria-hidden />
        {t('prompt.template', { count, shown: format.integer(count) })}
      </button>
      <div id={contentId}>{isShown && <Tokens {...props} />}</div>
    </div>
  );
}

export function PromptSpanView(props: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const { span } = props;
  if (span.part === 'template') return <FoldedSpan {...props} />;
  const count = span.end - span.start;
  return (
    <section className={`prompt-span prompt-${span.part}`}>
      <h3>
        {t(`prompt.${span.part}`)}{' '}
        <small>{t('prompt.tokens', { count, shown: format.integer(count) })}</small>
      </h3>
      {props.note === null ? null : <p className="note">{props.note}</p>}
      <Tokens {...props} />
    </section>
  );
}
