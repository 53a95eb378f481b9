/**
 * Which fixed edits make variants of the prompts, and what comes out. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridPrompt } from '#contract/grids.ts';
import { promptEditIds } from '#probability/grids/prompt-edits.ts';
import { Checks } from '../../components/checks.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { setDraft, useGrids } from './grids-store.ts';

/** As many as are read at a glance; the table has all of them. */
const mostShown = 100;

export function VariantFields({ prompts }: { readonly prompts: readonly GridPrompt[] }): ReactNode {
  const { t } = useTranslation('grids');
  const edits = useGrids((work) => work.draft.edits);
  return (
    <div className="grid gap-2">
      <Checks
        legend={t('variants')}
        options={promptEditIds.map((edit) => ({ value: edit, label: t(`edits.${edit}`) }))}
        chosen={edits}
        onChange={(next) => setDraft({ edits: next })}
      />
      {prompts.length > 0 && <Preview prompts={prompts} />}
    </div>
  );
}

function Preview({ prompts }: { readonly prompts: readonly GridPrompt[] }): ReactNode {
  const { t } = useTranslation('grids');
  const format = useFormat();
  const shown = format.integer(prompts.length);
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-soft">
        {t('preview', { count: prompts.length, shown })}
      </summary>
      <ol className="mt-1 max-h-60 overflow-y-auto rounded border border-line px-3 py-2" data-grid-preview>
        {prompts.slice(0, mostShown).map(({ text, edit }, place) => (
          // Two prompts may be the same text.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={place} className="flex flex-wrap gap-x-3">
            <bdi className="break-words whitespace-pre-wrap">{text}</bdi>
            {edit && <span className="text-xs text-ink-faint">{t(`edits.${edit}`)}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
