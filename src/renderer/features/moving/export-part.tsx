/**
 * Which conversations leave, and as what. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { MoveFormat } from '#contract/move.ts';
import { Button } from '../../components/button.tsx';
import { fileNameOf } from '../../components/exporting/save-file.ts';
import { useSaved } from '../../components/exporting/use-saved.ts';
import { exportConversations } from '../../components/moving/export-conversations.ts';
import { makesPdf, mostPrinted, printConversations } from '../../components/moving/print-conversations.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';
import { useMoving } from '../../state/moving.ts';
import { useArchivedConversations, useConversations } from '../../state/queries.ts';

export function ExportPart(): ReactNode {
  const { t } = useTranslation('moving');
  const format = useFormat();
  const language = useLanguage();
  const saved = useSaved();
  const { data: listed = [] } = useConversations();
  const { data: archived = [] } = useArchivedConversations();
  const list = [...listed, ...archived];
  const chosen = useMoving((moving) => moving.chosen);
  const [kind, setKind] = useState<MoveFormat | 'pdf'>('json');
  const shown = chosen === null ? list : list.filter(({ id }) => chosen.includes(id));

  const isTooMuch = kind === 'pdf' && shown.length > mostPrinted;

  const run = async (): Promise<void> => {
    const [only] = shown.length === 1 ? shown : [];
    const words = only === undefined ? t('fileName') : only.title || t('untitled');
    const fileName = fileNameOf(`prisme ${words}`, kind);
    const ids = shown.map(({ id }) => id);
    if (kind === 'pdf') {
      if (await printConversations(ids, fileName)) saved(fileName);
      return;
    }
    const conversationIds = chosen === null ? null : ids;
    if (await exportConversations({ conversationIds, format: kind, language, fileName })) saved(fileName);
  };

  return (
    <section className="flex flex-col gap-3 border-t border-line pt-5" aria-labelledby="move-export">
      <h3 id="move-export" className="text-sm font-semibold">
        {t('export')}
      </h3>
      {list.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('nothingToExport')}</p>
      ) : (
        <>
          <ConversationChoice list={list} chosen={chosen} />
          <div className="flex flex-col items-start gap-1">
            <Segmented
              label={t('format')}
              value={kind}
              options={[
                { value: 'json', label: 'JSON' },
                { value: 'md', label: 'Markdown' },
                { value: 'html', label: 'HTML' },
                { value: 'pdf', label: 'PDF' },
              ]}
              onChange={setKind}
            />
            <p className="text-xs text-ink-faint">
              {isTooMuch ? t('tooMuchPaper', { most: format.integer(mostPrinted) }) : t(aboutOf(kind))}
            </p>
          </div>
          <Button
            className="self-start"
            disabled={shown.length === 0 || isTooMuch}
            onClick={() => void run()}
          >
            {t('exportCount', { count: shown.length, shown: format.integer(shown.length) })}
          </Button>
        </>
      )}
    </section>
  );
}

const aboutOf = (kind: MoveFormat | 'pdf') =>
  kind === 'pdf' && !makesPdf ? 'about.print' : (`about.${kind}` as const);

type ChoiceProps = {
  readonly list: readonly ConversationSummary[];
  readonly chosen: readonly ConversationId[] | null;
};

function ConversationChoice({ list, chosen }: ChoiceProps): ReactNode {
  const { t } = useTranslation('moving');
  const choose = (next: readonly ConversationId[] | null): void => useMoving.setState({ chosen: next });
  const isChosen = (id: ConversationId): boolean => chosen === null || chosen.includes(id);
  const toggle = (id: ConversationId): void => {
    const before = chosen ?? list.map((each) => each.id);
    const after = isChosen(id) ? before.filter((each) => each !== id) : [...before, id];
    choose(after.length === list.length ? null : after);
  };
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="sr-only">{t('which')}</legend>
      <div className="flex gap-2">
        <Button look="quiet" isSmall disabled={chosen === null} onClick={() => choose(null)}>
          {t('all')}
        </Button>
        <Button look="quiet" isSmall disabled={chosen?.length === 0} onClick={() => choose([])}>
          {t('none')}
        </Button>
      </div>
      <ul className="max-h-48 overflow-y-auto rounded border border-line py-1">
        {list.map(({ id, title }) => (
          <li key={id} className="move-row">
            <label className="flex min-h-7 items-center gap-2 px-3 text-sm hover:bg-hover">
              <input type="checkbox" checked={isChosen(id)} onChange={() => toggle(id)} />
              <span className="min-w-0 flex-1 truncate">{title || t('untitled')}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
