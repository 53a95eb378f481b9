/**
 * The prompt library: every prompt with a search, new ones, suggestions, and the way in and out as a file. Page.
 */
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { foldName, type PromptFields, type SavedPrompt } from '#contract/prompts.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Modal } from '../../components/modal.tsx';
import { textWithoutQuestions, VariablesForm } from '../../components/prompts/variables-form.tsx';
import { toPageError, type PageError } from '../../core-error.ts';
import { useLanguage } from '../../i18n/i18n.ts';
import { openPromptDialog, usePrompts } from '../../state/prompts.ts';
import { useView } from '../../state/view.ts';
import { usePromptActions } from './prompt-actions.ts';
import { PromptRow } from './prompt-row.tsx';
import { suggestions } from './suggestions.ts';
import { useSystemPrompt } from './use-system-prompt.ts';

export function PromptsScreen(): ReactNode {
  const { t } = useTranslation(['prompts', 'common']);
  const { data: prompts, error, refetch } = usePrompts();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-read px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('prompts:title')}</h1>
        <p className="prose-quiet mt-1">{t('prompts:lead')}</p>
        {prompts ? (
          <Library prompts={prompts} />
        ) : error ? (
          <div className="mt-6">
            <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />
          </div>
        ) : (
          <p className="mt-8 text-sm text-ink-faint" role="status">
            {t('common:loading')}
          </p>
        )}
      </div>
    </div>
  );
}

function Library({ prompts }: { readonly prompts: readonly SavedPrompt[] }): ReactNode {
  const { t } = useTranslation('prompts');
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<SavedPrompt | null>(null);
  // Who came to an empty library may take several of them.
  const [hasSuggestions, setSuggestions] = useState(prompts.length === 0);
  const actions = usePromptActions();
  const setSystemPrompt = useSystemPrompt();
  const hasConversation = useView((view) => view.conversationId !== null);
  const language = useLanguage();
  const query = foldName(typed.trim());
  const shown = prompts.filter((prompt) => matches(prompt, query));
  const begin = (prompt: SavedPrompt): void => {
    const text = textWithoutQuestions(prompt.text, language);
    if (text === null) setAsked(prompt);
    else setSystemPrompt(prompt.name, text);
  };
  return (
    <>
      <Toolbar prompts={prompts} typed={typed} onType={setTyped} actions={actions} />
      {prompts.length === 0 ? <p className="border-t border-line py-6 text-base">{t('empty')}</p> : null}
      <ul className="border-b border-line empty:border-0">
        {shown.map((prompt) => (
          <PromptRow
            key={prompt.id}
            prompt={prompt}
            onDuplicate={() => actions.duplicate(prompt, prompts)}
            onDelete={() => void actions.remove(prompt)}
            onSystemPrompt={hasConversation ? () => begin(prompt) : null}
          />
        ))}
      </ul>
      {prompts.length > 0 && shown.length === 0 ? (
        <p className="border-t border-line py-6 text-sm text-ink-soft">{t('nothingFound')}</p>
      ) : null}
      {hasSuggestions || prompts.length === 0 ? (
        <Suggestions prompts={prompts} onAdd={actions.add} />
      ) : (
        <Button look="quiet" isSmall className="mt-4" onClick={() => setSuggestions(true)}>
          {t('showSuggestions')}
        </Button>
      )}
      <Modal
        title={t('values', { name: asked?.name ?? '' })}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
      >
        {asked ? (
          <VariablesForm
            text={asked.text}
            takeLabel={t('useValues')}
            onTake={(text) => {
              setSystemPrompt(asked.name, text);
              setAsked(null);
            }}
            onBack={() => setAsked(null)}
          />
        ) : null}
      </Modal>
    </>
  );
}

function matches({ name, command, description, text }: SavedPrompt, query: string): boolean {
  return (
    query === '' || [name, `/${command}`, description, text].some((each) => foldName(each).includes(query))
  );
}

type ToolbarProps = {
  readonly prompts: readonly SavedPrompt[];
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly actions: ReturnType<typeof usePromptActions>;
};

function Toolbar({ prompts, typed, onType, actions }: ToolbarProps): ReactNode {
  const { t } = useTranslation('prompts');
  const [refused, setRefused] = useState<PageError | null>(null);
  return (
    <div className="mt-6 mb-4 flex flex-wrap items-center gap-2">
      <input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        className="field !h-7 !w-auto min-w-40 flex-1"
        value={typed}
        disabled={prompts.length === 0}
        onChange={(event) => onType(event.target.value)}
      />
      <FileButton
        label={t('import')}
        accept=".json,application/json"
        onFile={(file) => actions.importFile(file, setRefused)}
      />
      <Button isSmall disabled={prompts.length === 0} onClick={() => actions.exportAll(prompts)}>
        {t('export')}
      </Button>
      <Button look="primary" isSmall onClick={() => openPromptDialog({})}>
        <Plus size={14} aria-hidden /> {t('new')}
      </Button>
      {refused ? (
        <div className="w-full">
          <ErrorPanel error={refused} />
        </div>
      ) : null}
    </div>
  );
}

type SuggestionsProps = {
  readonly prompts: readonly SavedPrompt[];
  readonly onAdd: (fields: PromptFields) => void;
};

/** Those whose name and command are free. */
function Suggestions({ prompts, onAdd }: SuggestionsProps): ReactNode {
  const { t } = useTranslation('prompts');
  const language = useLanguage();
  const taken = new Set(prompts.flatMap(({ name, command }) => [foldName(name), foldName(command)]));
  const free = suggestions[language].filter(
    ({ name, command }) => !taken.has(foldName(name)) && !taken.has(foldName(command)),
  );
  if (free.length === 0) return null;
  return (
    <section className="mt-6" aria-label={t('suggestions')}>
      <h2 className="text-base font-semibold">{t('suggestions')}</h2>
      <ul className="mt-2 border-b border-line">
        {free.map((suggestion) => (
          <li key={suggestion.command} className="flex items-center gap-4 border-t border-line px-2 py-2">
            <span className="min-w-0 flex-1">
              <span className="text-sm font-medium">{suggestion.name}</span>
              <span className="block truncate text-sm text-ink-soft">{suggestion.description}</span>
            </span>
            <Button
              isSmall
              aria-label={t('addOne', { name: suggestion.name })}
              onClick={() => onAdd(suggestion)}
            >
              {t('add')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
