/**
 * The facts of a model's header: file, network, tokeniser, tensors by type, and the file's size by part. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelFacts } from '#contract/model-facts.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { PageSection } from '../../components/page-section.tsx';

type Props = { readonly facts: ModelFacts };
type Fact = readonly [name: string, value: ReactNode];

export function ModelFactsView({ facts }: Props): ReactNode {
  return (
    <>
      <FileFacts facts={facts} />
      <NetworkFacts facts={facts} />
      <TokeniserFacts facts={facts} />
      <PartBars facts={facts} />
      <TypeTable facts={facts} />
    </>
  );
}

function FileFacts({ facts }: Props): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  const size = format.bytes(facts.sizeBytes);
  return (
    <FactList
      title={t('page.file')}
      facts={[
        [t('nameInFile'), facts.name ?? t('unsaid')],
        [t('author'), facts.author ?? t('unsaid')],
        [t('licence'), facts.licence ?? t('unsaid')],
        [
          t('size'),
          facts.fileCount > 1 ? t('sizeIn', { size, shown: format.integer(facts.fileCount) }) : size,
        ],
        [t('format'), t('formatValue', { version: format.integer(facts.ggufVersion) })],
        [
          facts.fileCount > 1 ? t('hashOfHashes') : t('hash'),
          <Hash key="hash" text={facts.sha256 ?? ''} label={t('copyHash')} />,
        ],
      ]}
    />
  );
}

function NetworkFacts({ facts }: Props): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  const context = facts.trainedContextTokens;
  return (
    <FactList
      title={t('page.network')}
      facts={[
        [t('architecture'), facts.architecture],
        [t('parameters'), format.integer(facts.parameterCount)],
        [t('layers'), format.integer(facts.blockCount)],
        [t('embedding'), format.integer(facts.embeddingLength)],
        [
          t('feedForward'),
          facts.feedForwardLength === 0 ? t('unsaid') : format.integer(facts.feedForwardLength),
        ],
        [t('heads'), facts.headCount === 0 ? t('headsNone') : format.integer(facts.headCount)],
        [t('context'), context === null ? t('unsaid') : t('tokens', { shown: format.integer(context) })],
        [t('quantisation'), facts.quantisation ?? t('unsaid')],
        [t('output'), facts.hasOutputMatrix ? t('outputOwn') : t('outputTied')],
      ]}
    />
  );
}

function TokeniserFacts({ facts }: Props): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  const { tokeniser, chatTemplate } = facts;
  return (
    <FactList
      title={t('page.tokeniser')}
      facts={[
        [t('tokeniserModel'), tokeniser.model ?? t('unsaid')],
        [t('tokeniserPre'), tokeniser.pre ?? t('unsaid')],
        [t('vocabulary'), t('tokens', { shown: format.integer(facts.vocabularySize) })],
        [
          t('tokeniserHash'),
          <span key="hash">
            <Hash text={facts.vocabularyHash} label={t('copyHash')} />
            <span className="block text-xs text-ink-faint">{t('tokeniserHashHint')}</span>
          </span>,
        ],
        [
          t('template'),
          chatTemplate === null
            ? t('templateNone')
            : t('templateBytes', { size: format.bytes(chatTemplate.bytes) }),
        ],
      ]}
    />
  );
}

function Hash({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 text-xs leading-5 break-all">{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}

function FactList({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }): ReactNode {
  return (
    <PageSection title={title}>
      <dl className="mt-2 grid grid-cols-1 gap-x-6 gap-y-1.5 text-sm sidebar:grid-cols-[minmax(220px,auto)_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="mb-1 min-w-0 wrap-anywhere sidebar:mb-0">{value}</dd>
          </div>
        ))}
      </dl>
    </PageSection>
  );
}

/** One bar a part, all on the same scale; the numbers stand beside them. */
function PartBars({ facts }: Props): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  // What is there is never 0.0 %.
  const share = (fraction: number): string =>
    fraction < 0.0005 ? `< ${format.percent(0.001, 1)}` : format.percent(fraction, 1);
  const largest = Math.max(1, ...facts.parts.map(({ bytes }) => bytes));
  return (
    <PageSection title={t('page.parts')}>
      <ul className="mt-2 text-sm tabular-nums">
        {facts.parts.map(({ part, bytes }) => (
          <li key={part} className="flex flex-wrap items-center gap-x-4 py-1">
            <span className="w-44 flex-none">{t(`part.${part}`)}</span>
            <span className="fill h-2 min-w-24 flex-1" aria-hidden>
              <span
                className="fill block h-2 rounded-sm bg-accent"
                style={{ width: `${(100 * bytes) / largest}%`, minWidth: 2 }}
              />
            </span>
            <span className="w-20 flex-none text-right">{format.bytes(bytes)}</span>
            <span className="w-16 flex-none text-right text-ink-faint">{share(bytes / facts.sizeBytes)}</span>
          </li>
        ))}
      </ul>
    </PageSection>
  );
}

function TypeTable({ facts }: Props): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  const total = facts.tensorTypes.reduce((sum, { bytes }) => sum + bytes, 0);
  const heads = [t('tensors'), t('parametersOf'), t('bytes'), t('share')];
  return (
    <PageSection title={t('page.types')}>
      <table className="mt-2 w-full text-sm tabular-nums">
        <thead>
          <tr>
            <th scope="col" className="border-b border-line py-1.5 pr-4 text-left font-normal text-ink-faint">
              {t('type')}
            </th>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="border-b border-line py-1.5 pl-4 text-right font-normal text-ink-faint"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.tensorTypes.map(({ type, tensors, parameters, bytes }) => (
            <tr key={type} className="border-b border-line">
              <th scope="row" className="py-1.5 pr-4 text-left font-mono text-xs font-normal">
                {type}
              </th>
              <td className="py-1.5 pl-4 text-right">{format.integer(tensors)}</td>
              <td className="py-1.5 pl-4 text-right">{format.compact(parameters)}</td>
              <td className="py-1.5 pl-4 text-right">{format.bytes(bytes)}</td>
              <td className="py-1.5 pl-4 text-right">{format.percent(total === 0 ? 0 : bytes / total, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </PageSection>
  );
}
