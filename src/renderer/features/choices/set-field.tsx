/**
 * A set of questions from a file. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { openSet } from './choices-actions.ts';
import { useChoices } from './choices-store.ts';

/** A line of such a file, the same in every language. */
const example = '{"question": "2 + 2 =", "answers": ["3", "4", "5"], "correct": 1}';

export function SetField(): ReactNode {
  const { t } = useTranslation('choices');
  const format = useFormat();
  const { set, fileError } = useChoices();
  const withCorrect = set?.questions.filter(({ correct }) => correct !== null).length ?? 0;
  return (
    <div
      className="grid gap-2"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file) void openSet(file);
      }}
    >
      <div className="flex flex-wrap items-center gap-3">
        <FileButton
          label={t('open')}
          accept=".jsonl,.ndjson,.json,application/x-ndjson"
          onFile={(file) => void openSet(file)}
        />
        {set && (
          <p role="status" className="text-sm text-ink-soft tabular-nums">
            {t('setSize', {
              count: set.questions.length,
              shown: format.integer(set.questions.length),
              correct: format.integer(withCorrect),
            })}
            {set.fileName && <span className="ml-2 text-ink-faint">{set.fileName}</span>}
          </p>
        )}
      </div>
      {!set && (
        <p className="prose-quiet">
          {t('setHint')} <code className="font-mono text-xs break-all">{example}</code>
        </p>
      )}
      {fileError && <ErrorPanel error={fileError} />}
    </div>
  );
}
