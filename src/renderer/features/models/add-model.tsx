/**
 * Adding GGUF files: the system's dialog or a drop in Electron, where they stay where they are; a copy through the browser
 * in the web shell. Page.
 */
import { Plus } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { fileTicketSchema } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { isConversationFile } from '../../components/moving/import-conversations.ts';
import { Progress } from '../../components/progress.tsx';
import { useDroppedFiles } from '../../components/use-dropped-files.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { putModel } from '../../state/actions.ts';
import { useAppStatus } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { uploadFile } from '../../state/upload.ts';

type Work = { readonly file: File | null; readonly fraction: number; readonly abort: AbortController };
type Props = { readonly look?: 'plain' | 'primary'; readonly onAdded?: (model: Model) => void };

export function AddModel({ look = 'plain', onAdded }: Props): ReactNode {
  const { t } = useTranslation(['models', 'model-files']);
  const { data: status } = useAppStatus();
  const input = useRef<HTMLInputElement>(null);
  const [work, setWork] = useState<Work | null>(null);
  const [error, setError] = useState<PageError | null>(null);

  const run = async (
    file: File | null,
    request: (abort: AbortController) => Promise<Model | null>,
  ): Promise<void> => {
    const abort = new AbortController();
    setError(null);
    setWork({ file, fraction: 0, abort });
    try {
      const model = await request(abort);
      if (model) {
        putModel(model);
        onAdded?.(model);
      }
    } catch (failure) {
      if (!abort.signal.aborted) setError(toPageError(failure));
    } finally {
      setWork(null);
    }
  };
  const choose = (): Promise<void> => run(null, () => core.models.choose({}));
  const upload = (file: File): Promise<void> =>
    run(file, async (abort) => {
      const ticket = await uploadFile(file, (fraction) => setWork({ file, fraction, abort }), abort.signal);
      return core.models.add({ ticket });
    });

  const refuse = (file: File): void => showToast(t('model-files:notModel', { file: file.name }));
  const isOver = useDroppedFiles((files) => {
    if (work || !status) return;
    void (async () => {
      for (const file of files.filter((each) => !isConversationFile(each)))
        await (status.hasFileDialog ? run(null, () => addDropped(file, refuse)) : upload(file));
    })();
  });

  return (
    <div
      className={`flex flex-col gap-3 rounded ${isOver ? 'outline-2 outline-offset-4 outline-accent outline-dashed' : ''}`}
    >
      <div className="flex items-center gap-3">
        <Button
          look={look}
          disabled={work !== null || !status}
          onClick={() => (status?.hasFileDialog ? void choose() : input.current?.click())}
        >
          <Plus size={16} aria-hidden /> {isOver ? t('model-files:drop') : t('models:add')}
        </Button>
        {status && !work ? (
          <span className="text-sm text-ink-faint">
            {status.hasFileDialog ? t('model-files:dropStays') : t('model-files:dropCopies')}
          </span>
        ) : null}
      </div>
      <input
        ref={input}
        type="file"
        accept=".gguf"
        aria-label={t('models:add')}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void upload(file);
        }}
      />
      {work?.file ? (
        <UploadProgress file={work.file} fraction={work.fraction} onCancel={() => work.abort.abort()} />
      ) : null}
      {error ? <ErrorPanel error={error} /> : null}
    </div>
  );
}

/** The file stays where it is: the shell tells the core its path, the page gets a ticket. */
async function addDropped(file: File, refuse: (file: File) => void): Promise<Model | null> {
  const ticket = fileTicketSchema.safeParse(await window.prisme?.addFile(file));
  if (ticket.success) return core.models.add({ ticket: ticket.data });
  refuse(file);
  return null;
}

type UploadProps = { readonly file: File; readonly fraction: number; readonly onCancel: () => void };

function UploadProgress({ file, fraction, onCancel }: UploadProps): ReactNode {
  const { t } = useTranslation(['models', 'common']);
  const format = useFormat();
  const label =
    fraction < 1 ? t('models:uploading', { file: file.name }) : t('models:checking', { file: file.name });
  return (
    <div className="flex max-w-md flex-col gap-2" role="status">
      <div className="flex items-center justify-between gap-3 text-sm">
        <span className="truncate">{label}</span>
        <span className="flex-none text-ink-faint">
          {t('models:uploadProgress', {
            done: format.bytes(fraction * file.size),
            total: format.bytes(file.size),
          })}
        </span>
      </div>
      <Progress label={label} fraction={fraction < 1 ? fraction : null} />
      <Button look="quiet" isSmall className="self-start" onClick={onCancel}>
        {t('common:cancel')}
      </Button>
    </div>
  );
}
