/**
 * A chat template to be read, opened on demand, with what is unusual in it. Page.
 */
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatInForce, TemplateWarning } from '#contract/chat-format.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { ErrorPanel } from '../error-panel.tsx';

type Props = { readonly model: Model; readonly which: ChatInForce };

export function TemplateText({ model, which }: Props): ReactNode {
  const { t } = useTranslation('chat-format');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        className="flex items-center gap-1 self-start text-sm text-ink-soft hover:text-ink"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={14} className={`transition-transform ${isOpen ? 'rotate-90' : ''}`} aria-hidden />
        {t('show')}
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen ? <Content model={model} which={which} /> : null}
      </div>
    </div>
  );
}

function Content({ model, which }: Props): ReactNode {
  const { t } = useTranslation('chat-format');
  const { data, error, refetch } = useQuery({
    queryKey: ['chat-template', model.id, which],
    queryFn: () => core.models.chatTemplate({ modelId: model.id, which }),
    staleTime: 0,
  });
  if (error) return <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />;
  if (data === undefined)
    return (
      <p role="status" className="text-xs text-ink-faint">
        {t('loading')}
      </p>
    );
  if (data === null) return <p className="text-xs text-ink-faint">{t('gone')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <Warnings warnings={data.warnings} />
      {/* Scrolled by the keyboard too. */}
      <pre
        role="region"
        aria-label={t('template')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        tabIndex={0}
        dir="ltr"
        className="max-h-80 overflow-auto rounded bg-sunken p-3 font-mono text-xs [font-variant-ligatures:none] whitespace-pre-wrap wrap-anywhere"
      >
        {data.text}
      </pre>
    </div>
  );
}

export function Warnings({ warnings }: { readonly warnings: readonly TemplateWarning[] }): ReactNode {
  const { t } = useTranslation('chat-format');
  if (warnings.length === 0) return null;
  return (
    <ul className="flex list-disc flex-col gap-0.5 pl-5 text-xs text-ink-soft">
      {warnings.map((warning) => (
        <li key={warning}>{t(`warnings.${warning}`)}</li>
      ))}
    </ul>
  );
}
