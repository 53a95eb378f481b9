/**
 * Choosing files of conversations, and what they brought, with the way back. Page.
 */
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportResult } from '#contract/move.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { conversationFiles, importConversations } from '../../components/moving/import-conversations.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { useMoving } from '../../state/moving.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { closeDialog, useView } from '../../state/view.ts';

export function ImportPart(): ReactNode {
  const { t } = useTranslation('moving');
  const input = useRef<HTMLInputElement>(null);
  const result = useMoving((moving) => moving.result);
  return (
    <section className="flex flex-col gap-3" aria-labelledby="move-import">
      <h3 id="move-import" className="text-sm font-semibold">
        {t('import')}
      </h3>
      <p className="text-sm text-ink-soft">{t('importAbout')}</p>
      <Button className="self-start" onClick={() => input.current?.click()}>
        {t('chooseFiles')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept={conversationFiles}
        aria-label={t('chooseFiles')}
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen once more.
          event.target.value = '';
          void importConversations(files);
        }}
      />
      {result ? <Result key={result.importId} result={result} /> : null}
    </section>
  );
}

function Result({ result }: { readonly result: ImportResult }): ReactNode {
  const { t } = useTranslation(['moving', 'common']);
  const format = useFormat();
  const [undone, setUndone] = useState<number | null>(null);
  const { importId, firstId, came, messages, copies, restored, skipped, dropped } = result;
  const undo = async (): Promise<void> => {
    if (importId === null) return;
    const answer = await attempt(() => core.move.undoImport({ importId }));
    if (!answer) return;
    await queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
    const list = await core.conversations.list({});
    const { conversationId } = useView.getState();
    if (!list.some(({ id }) => id === conversationId)) openConversation(list[0]?.id ?? null);
    setUndone(answer.conversations);
  };
  const number = (count: number) => ({ count, shown: format.integer(count) });
  const open = (): void => {
    closeDialog();
    openConversation(firstId);
  };
  return (
    <div role="status" className="flex flex-col gap-2 rounded bg-sunken px-4 py-3 text-sm">
      {undone === null ? (
        <>
          <p className="font-medium">
            {t('came', number(came))} {came > 0 ? t('withMessages', number(messages)) : null}
          </p>
          <ul className="flex flex-col gap-1 text-ink-soft">
            {skipped > 0 ? <li>{t('skipped', number(skipped))}</li> : null}
            {copies > 0 ? <li>{t('copies', number(copies))}</li> : null}
            {restored > 0 ? <li>{t('restored', number(restored))}</li> : null}
            {dropped.map(({ what, count }) => (
              <li key={what}>{t(`dropped.${what}`, number(count))}</li>
            ))}
          </ul>
          <div className="flex flex-wrap gap-2">
            {firstId === null ? null : (
              <Button isSmall onClick={open}>
                {t('openFirst')}
              </Button>
            )}
            {importId === null ? null : (
              <Button isSmall look="quiet" onClick={() => void undo()}>
                {t('undoImport')}
              </Button>
            )}
          </div>
        </>
      ) : (
        <p>{t('undone', number(undone))}</p>
      )}
    </div>
  );
}
