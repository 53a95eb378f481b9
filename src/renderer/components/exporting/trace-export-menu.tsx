/**
 * The ways to take a reply along, or what the model read before it: trace, table, picture. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Check, Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { useAppStatus } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { runTransfer } from '../../state/transfers.ts';
import { useView } from '../../state/view.ts';
import { Tip } from '../tip.tsx';
import { fetchReply, type FetchedReply } from './fetch-reply.ts';
import { pngOf } from './png.ts';
import { traceCsv, traceJson } from './reply-files.ts';
import { fileNameOf, saveFile } from './save-file.ts';
import { useHeatMapPicture } from './use-heat-map-picture.ts';

/** Kept while the window is open: whoever wants pictures without numbers wants it for all of them. */
const usePictureValues = create<{ readonly hasValues: boolean }>(() => ({ hasValues: true }));

type Props = {
  readonly messageId: MessageId;
  readonly target: 'reply' | 'prompt';
  /** False: there are no distributions, so no picture. */
  readonly hasValues?: boolean;
};

type Make = (fetched: FetchedReply, signal: AbortSignal) => Promise<Blob>;

/** Says how the file leaves: Electron asks where to put it, a browser puts it among its downloads. */
export function useSaved(): (fileName: string) => void {
  const { t } = useTranslation('exporting');
  const { data: status } = useAppStatus();
  return (fileName) =>
    showToast(t(status?.shell === 'electron' ? 'savedAsking' : 'savedDownload', { file: fileName }));
}

function useExports({ messageId, target }: Props): {
  json: () => void;
  csv: () => void;
  svg: () => void;
  png: () => void;
} {
  const { t } = useTranslation('exporting');
  const { data: status } = useAppStatus();
  const saved = useSaved();
  const draw = useHeatMapPicture();
  const version = status?.version ?? '';
  const run = async (words: string, ending: string, make: Make): Promise<void> => {
    const fileName = fileNameOf(`prisme ${words} ${messageId.slice(0, 8)}`, ending);
    const blob = await runTransfer('export', fileName, async (onProgress, signal) =>
      make(await fetchReply(messageId, onProgress, signal), signal),
    );
    if (!blob) return;
    saveFile(fileName, blob);
    saved(fileName);
  };
  const picture = (fetched: FetchedReply) =>
    draw({
      fetched,
      target,
      hasValues: usePictureValues.getState().hasValues,
      version,
    });
  const start = (words: string, ending: string, make: Make) => () => void run(words, ending, make);
  return {
    json: start(t('name.trace'), 'json', async (fetched, signal) => {
      const conversation = await core.conversations.get({ conversationId: openConversationId() });
      return traceJson(fetched, conversation, messageId, { version, signal });
    }),
    csv: start(t(`name.${target}`), 'csv', (fetched, signal) => traceCsv(fetched, target, signal)),
    svg: start(t('name.heatMap'), 'svg', (fetched) =>
      Promise.resolve(new Blob([picture(fetched).svg], { type: 'image/svg+xml' })),
    ),
    png: start(t('name.heatMap'), 'png', (fetched) => pngOf(picture(fetched))),
  };
}

/** A reply is only ever on screen in the open conversation. */
function openConversationId(): ConversationId {
  const { conversationId } = useView.getState();
  if (conversationId === null) throw new Error('no conversation is open');
  return conversationId;
}

export function TraceExportMenu(props: Props): ReactNode {
  const { t } = useTranslation('exporting');
  const exports = useExports(props);
  const { hasValues } = usePictureValues();
  const label = t(`menu.${props.target}`);
  const hasPicture = props.hasValues ?? true;
  return (
    <Menu.Root>
      <Tip text={label}>
        <Menu.Trigger aria-label={label} className="icon-button">
          <Download size={16} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
      </Tip>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu">
            {props.target === 'reply' ? <Item label={t('json')} ending="JSON" run={exports.json} /> : null}
            <Item label={t('csv')} ending="CSV" run={exports.csv} />
            {hasPicture ? (
              <>
                <Item label={t('heatMap')} ending="SVG" run={exports.svg} />
                <Item label={t('heatMap')} ending="PNG" run={exports.png} />
                <Menu.Separator className="my-1 border-t border-line" />
                <Menu.CheckboxItem
                  checked={hasValues}
                  onCheckedChange={(next: boolean) => usePictureValues.setState({ hasValues: next })}
                  className="menu-item"
                >
                  <span className="flex-1">{t('values')}</span>
                  <Menu.CheckboxItemIndicator>
                    <Check size={14} aria-hidden />
                  </Menu.CheckboxItemIndicator>
                </Menu.CheckboxItem>
              </>
            ) : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type ItemProps = { readonly label: string; readonly ending: string; readonly run: () => void };

function Item({ label, ending, run }: ItemProps): ReactNode {
  return (
    <Menu.Item className="menu-item" onClick={run}>
      <span className="flex-1">{label}</span>
      <span className="text-xs text-ink-faint">{ending}</span>
    </Menu.Item>
  );
}
