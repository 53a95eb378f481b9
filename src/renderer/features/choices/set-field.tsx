/**
 * A set of questions from a file. Page.
 */
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { openSet } from './choices-actions.ts';
import { useChoices } from './choices-store.ts';

/** A line of such a file, the same in every language. */
const example = '{"question": "2 + 2 =", "answers": ["3", "4", "5"], "correct": 1}';

export function SetField(): ReactNode {
  const { t } = useTranslation('choices');
  const format = useFormat();
  const { set, fileError } = useChoices();
  const input = useRef<HTMLInputElement>(null);
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
        <Button isSmall onClick={() => input.current?.click()}>
          {t('open')}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".jsonl,.ndjson,.json,application/x-ndjson"
          aria-label={t('open')}
          tabIndex={-1}
          className="hidden"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // The same file can be opened once more.
            event.target.value = '';
            if (file) void openSet(file);
          }}
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
