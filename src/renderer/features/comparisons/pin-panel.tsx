/**
 * The chosen token beside what every other lane has at the same byte of the same reply. Page. Each lane's numbers are its
 * own: raw probabilities over its own vocabulary.
 */
import { Pin, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import { logprobOf, tokenLogprob } from '#probability/step-measures.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { TokenLabel } from '../../components/token-label.tsx';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { tokenSelection, useTokenSelection, type TokenSelection } from '../../state/traces/selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { useReplyTrace, useWholeStep } from '../../state/traces/traces.ts';
import { byteOfToken, tokenOfByte, type TokenBytes } from './align-texts.ts';
import { useComparisonLook } from './comparisons-store.ts';
import { repliesOf, type LoadedLane } from './use-lanes.ts';

/** Alternatives that are listed beside each other. */
const listed = 5;

function bytesIn(trace: TokenTrace): TokenBytes {
  return { count: trace.count, bytesOf: (position) => trace.textBytes(position) };
}

export function PinPanel({ lanes }: { readonly lanes: readonly LoadedLane[] }): ReactNode {
  const { t } = useTranslation('comparisons');
  const selection = useTokenSelection();
  const pinned = useComparisonLook((look) => look.pinned);
  const isHere = (token: TokenSelection | null): token is TokenSelection =>
    token?.target === 'reply' && lanes.some(({ messageIds }) => messageIds.includes(token.messageId));
  if (isHere(pinned)) return <Pinned pinned={pinned} lanes={lanes} />;
  if (!isHere(selection) || lanes.length < 2) return null;
  return (
    <div className="flex flex-none justify-center border-t border-line py-1.5">
      <Button look="quiet" isSmall onClick={() => useComparisonLook.setState({ pinned: selection })}>
        <Pin size={14} aria-hidden /> {t('pin')}
      </Button>
    </div>
  );
}

type PinnedProps = { readonly pinned: TokenSelection; readonly lanes: readonly LoadedLane[] };

function Pinned({ pinned, lanes }: PinnedProps): ReactNode {
  const { t } = useTranslation('comparisons');
  const format = useFormat();
  const state = useReplyTrace(pinned.messageId, true);
  const owner = lanes.find(({ messageIds }) => messageIds.includes(pinned.messageId));
  if (state.status !== 'ready' || !owner) return null;
  const turn = repliesOf(owner).findIndex(({ id }) => id === pinned.messageId);
  const byte = byteOfToken(bytesIn(state.trace), pinned.position);
  return (
    <section
      aria-label={t('pinned')}
      className="max-h-[40%] flex-none overflow-y-auto border-t border-line bg-surface px-6 py-2"
    >
      <div className="flex items-center gap-2">
        <h2 className="mr-auto text-xs text-ink-faint">{t('pinnedAt', { byte: format.integer(byte) })}</h2>
        <IconButton
          icon={X}
          label={t('unpin')}
          onClick={() => useComparisonLook.setState({ pinned: null })}
        />
      </div>
      <div className="flex gap-4 overflow-x-auto">
        {lanes.map((lane) => {
          const messageId = repliesOf(lane)[turn]?.id;
          return (
            <div key={lane.id} data-pinned={lane.letter} className="min-w-56 flex-1">
              <p className="text-xs text-ink-faint">
                <span className="font-mono">{lane.letter}</span> {lane.model?.name}
              </p>
              {messageId ? <PinnedToken messageId={messageId} byte={byte} /> : <p>{t('nothingThere')}</p>}
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** What one lane has at this byte. A click chooses it, so the inspector is about it. */
function PinnedToken({
  messageId,
  byte,
}: {
  readonly messageId: MessageId;
  readonly byte: number;
}): ReactNode {
  const { t } = useTranslation('comparisons');
  const state = useReplyTrace(messageId, true);
  const position = state.status === 'ready' ? tokenOfByte(bytesIn(state.trace), byte) : -1;
  useWholeStep(messageId, state, position);
  if (state.status === 'failed') return <p className="text-sm text-ink-faint">{t('noNumbers')}</p>;
  if (state.status !== 'ready') return null;
  if (position === -1) return <p className="text-sm text-ink-faint">{t('nothingThere')}</p>;
  return (
    <>
      <button
        type="button"
        className="rounded px-1 text-left text-base hover:bg-hover"
        onClick={() => tokenSelection.set({ messageId, target: 'reply', position })}
      >
        <TokenLabel vocabulary={state.trace.vocabulary} tokenId={state.trace.tokenId(position)} />
      </button>
      <Alternatives trace={state.trace} position={position} />
    </>
  );
}

function Alternatives({
  trace,
  position,
}: {
  readonly trace: TokenTrace;
  readonly position: number;
}): ReactNode {
  const { t } = useTranslation('comparisons');
  const format = useTokenFormat();
  const step = trace.step(position);
  const own = step && tokenLogprob(step);
  if (!step || own === null) return null;
  const rows = [...step.topIds.slice(0, listed)].map((tokenId, index) => ({
    tokenId,
    probability: Math.exp(logprobOf(step, step.topLogits[index] ?? -Infinity)),
  }));
  return (
    <>
      <p className="text-xs text-ink-faint tabular-nums">
        {t('raw', { p: format.probability(Math.exp(own)), bits: format.bits(-own / Math.LN2) })}
      </p>
      <ol className="mt-1">
        {rows.map(({ tokenId, probability }) => (
          <li key={tokenId} className="flex items-center gap-2 text-sm tabular-nums">
            <span className={`w-28 truncate ${tokenId === step.tokenId ? 'font-semibold' : ''}`}>
              <TokenLabel vocabulary={trace.vocabulary} tokenId={tokenId} />
            </span>
            <span className="h-1.5 flex-1 bg-sunken" aria-hidden>
              <span className="block h-full bg-heat-4" style={{ width: `${probability * 100}%` }} />
            </span>
            <span className="w-14 text-right text-xs">{format.probability(probability)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
