/**
 * The ways to take a reply along, or what the model read before it: trace, table, picture. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { maxTraceFileBytes } from '#contract/trace-file.ts';
import { core } from '../../client.ts';
import { useAppStatus } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { runTransfer } from '../../state/transfers.ts';
import { shownConversationId, useView } from '../../state/view.ts';
import { ExportMenu, usePictureValues, type ExportItem } from './export-menu.tsx';
import { fetchReply, traceOf, type FetchedReply } from './fetch-reply.ts';
import type { Picture } from './heat-map-picture.ts';
import { pngOf } from './png.ts';
import { traceCsv, traceJson } from './reply-files.ts';
import { fileNameOf, saveFile } from './save-file.ts';
import { useHeatMapPicture } from './use-heat-map-picture.ts';
import { useSaved } from './use-saved.ts';

type Props = {
  readonly messageId: MessageId;
  readonly target: 'reply' | 'prompt';
  /** False: there are no distributions, so no picture. */
  readonly hasValues?: boolean;
};

type Make = (fetched: FetchedReply, signal: AbortSignal) => Promise<Blob>;

function useExports({ messageId, target, hasValues = true }: Props): readonly ExportItem[] {
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
    if (ending === 'json' && blob.size > maxTraceFileBytes) showToast(t('tooLargeToImport'));
  };
  const picture = (fetched: FetchedReply, ending: 'svg' | 'png'): Picture =>
    draw({
      trace: traceOf(fetched, target),
      title: t(`title.${target}`, { model: fetched.header.model.name }),
      modelName: fetched.header.model.name,
      profile: (target === 'prompt' && fetched.promptScore?.profile) || fetched.header.profile,
      hasValues: usePictureValues.getState().hasValues,
      ending,
    });
  const item = (label: string, words: string, ending: string, make: Make): ExportItem => ({
    label,
    ending: ending.toUpperCase(),
    run: () => void run(words, ending, make),
  });
  const json = item(t('json'), t('name.trace'), 'json', async (fetched, signal) => {
    const conversation = await core.conversations.get({ conversationId: openConversationId() });
    return traceJson(fetched, conversation, messageId, { version, signal });
  });
  const csv = item(t('csv'), t(`name.${target}`), 'csv', (fetched, signal) =>
    traceCsv(fetched, target, signal),
  );
  const pictures = [
    item(t('heatMap'), t('name.heatMap'), 'svg', async (fetched) => {
      return new Blob([picture(fetched, 'svg').svg], { type: 'image/svg+xml' });
    }),
    item(t('heatMap'), t('name.heatMap'), 'png', (fetched) => pngOf(picture(fetched, 'png'))),
  ];
  return [...(target === 'reply' ? [json] : []), csv, ...(hasValues ? pictures : [])];
}

/** A reply is only ever on screen in the open conversation. */
function openConversationId(): ConversationId {
  const conversationId = shownConversationId(useView.getState());
  if (conversationId === null) throw new Error('no conversation is open');
  return conversationId;
}

export function TraceExportMenu(props: Props): ReactNode {
  const { t } = useTranslation('exporting');
  const items = useExports(props);
  return <ExportMenu tip={t(`menu.${props.target}`)} items={items} hasHeatMap={props.hasValues ?? true} />;
}
