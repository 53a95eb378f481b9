/**
 * The inspector: the distribution behind a chosen token, and what the model read. Page. It follows the shared choice
 * of a token, and shows the reply that it is given until one is chosen.
 */
import { Tabs } from '@base-ui/react/tabs';
import { X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import type { PageErrorCode } from '../../core-error.ts';
import { useErrorWords } from '../../i18n/i18n.ts';
import { updateHeatMapView } from '../../state/traces/heat-map-view.ts';
import { useTokenSelection } from '../../state/traces/selection.ts';
import { traceStore, usePromptTrace, useReplyTrace } from '../../state/traces/traces.ts';
import '../../components/heat-map/heat-map.css';
import './inspector.css';
import './tools.css';
import { useBranching } from './branch-actions.ts';
import { BranchQuestion } from './branch-question.tsx';
import { PanelMessage } from './panel-message.tsx';
import { PromptView } from './prompt-view.tsx';
import { ReplyInspection } from './reply-inspection.tsx';

function Failure({ code, retry }: { code: PageErrorCode; retry: () => void }): ReactNode {
  const { t } = useTranslation('inspector');
  const words = useErrorWords();
  const { what, next } = words(code);
  const text = code === 'trace.notFound' ? t('panel.noTrace') : `${what} ${next}`;
  return (
    <PanelMessage
      title={t('panel.failedTitle')}
      text={text}
      action={{ label: t('panel.retry'), run: retry }}
    />
  );
}

function TokenTab({ messageId }: { messageId: MessageId }): ReactNode {
  const { t } = useTranslation('inspector');
  const state = useReplyTrace(messageId, true);
  if (state.status === 'failed')
    return <Failure code={state.code} retry={() => void traceStore.open(messageId, true)} />;
  if (state.status !== 'ready') return <PanelMessage text={t('panel.loading')} />;
  return <ReplyInspection messageId={messageId} state={state} />;
}

function PromptTab({ messageId }: { messageId: MessageId }): ReactNode {
  const { t } = useTranslation('inspector');
  const state = usePromptTrace(messageId, true);
  const reply = useReplyTrace(messageId, true);
  const selection = useTokenSelection();
  if (state.status === 'failed')
    return <Failure code={state.code} retry={() => void traceStore.openPrompt(messageId, true)} />;
  if (state.status !== 'ready') return <PanelMessage text={t('panel.loading')} />;
  const position =
    selection?.messageId === messageId && selection.target === 'prompt' ? selection.position : -1;
  return (
    <PromptView
      messageId={messageId}
      state={state}
      source={reply.status === 'ready' ? reply.header : null}
      position={position}
    />
  );
}

type Props = {
  /** The reply to show while no token is chosen; null: there is none yet. */
  readonly messageId: MessageId | null;
  readonly onClose?: () => void;
};

export function InspectorPanel({ messageId, onClose }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const selection = useTokenSelection();
  const [tab, setTab] = useState('token');
  const shown = selection?.messageId ?? messageId;
  const landing = useBranching((branching) => branching.landing);
  // A branch of a prompt goes on in its reply.
  if (landing && tab !== 'token') setTab('token');
  useEffect(() => {
    updateHeatMapView({ isInspecting: true });
    return () => updateHeatMapView({ isInspecting: false });
  }, []);
  return (
    <Tabs.Root className="inspector" value={tab} onValueChange={(value: unknown) => setTab(String(value))}>
      <header className="inspector-header">
        <h2 className="visually-hidden">{t('panel.title')}</h2>
        <Tabs.List aria-label={t('panel.tabs')} className="inspector-tabs">
          <Tabs.Tab value="token">{t('panel.tokenTab')}</Tabs.Tab>
          <Tabs.Tab value="prompt">{t('panel.promptTab')}</Tabs.Tab>
        </Tabs.List>
        {onClose && (
          <button type="button" className="icon-button" aria-label={t('panel.close')} onClick={onClose}>
            <X size={16} aria-hidden />
          </button>
        )}
      </header>
      <Tabs.Panel value="token" className="inspector-body">
        {shown ? (
          <TokenTab key={shown} messageId={shown} />
        ) : (
          <PanelMessage title={t('panel.emptyTitle')} text={t('panel.empty')} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="prompt" className="inspector-body">
        {shown ? (
          <PromptTab key={shown} messageId={shown} />
        ) : (
          <PanelMessage title={t('panel.emptyTitle')} text={t('panel.empty')} />
        )}
      </Tabs.Panel>
      <BranchQuestion />
    </Tabs.Root>
  );
}
