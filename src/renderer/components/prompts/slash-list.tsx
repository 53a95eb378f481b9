/**
 * What a slash command finds, above the message field, which keeps the focus and the keys. Page.
 */
import { BookText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { foldName, type SavedPrompt } from '#contract/prompts.ts';
import { matchPrompts } from './find-slash.ts';

/** A prompt, or the way to all of them. */
export type SlashOption = { readonly key: string; readonly prompt: SavedPrompt | null };

/** Who does not find it among these types more of its name. */
const mostShown = 30;

/** The library itself is found by its name too. Nothing where nothing matches: what is typed then is text. */
export function slashOptions(
  prompts: readonly SavedPrompt[],
  query: string,
  libraryName: string,
): SlashOption[] {
  const found = matchPrompts(prompts, query).slice(0, mostShown);
  const isLibrary = foldName(libraryName).startsWith(foldName(query));
  return [
    ...found.map((prompt) => ({ key: prompt.id, prompt })),
    ...(isLibrary ? [{ key: 'library', prompt: null }] : []),
  ];
}

type Props = {
  readonly id: string;
  readonly options: readonly SlashOption[];
  readonly chosen: SlashOption | undefined;
  readonly onChoose: (option: SlashOption) => void;
  readonly onTake: (option: SlashOption) => void;
};

export function SlashList({ id, options, chosen, onChoose, onTake }: Props): ReactNode {
  const { t } = useTranslation('prompts');
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('list')}
      tabIndex={-1}
      className="max-h-[min(18rem,40vh)] overflow-y-auto p-1"
    >
      {options.map((option) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the message field has the focus and the keys
        <div
          key={option.key}
          id={`${id}-${option.key}`}
          role="option"
          aria-selected={option === chosen}
          ref={option === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => onChoose(option)}
          onClick={() => onTake(option)}
          className={`flex min-h-9 items-center gap-3 rounded px-3 text-sm ${option === chosen ? 'bg-hover' : ''}`}
        >
          {option.prompt ? (
            <PromptOption prompt={option.prompt} />
          ) : (
            <LibraryOption isEmpty={options.length === 1} />
          )}
        </div>
      ))}
    </div>
  );
}

function PromptOption({
  prompt: { name, command, description, text },
}: {
  readonly prompt: SavedPrompt;
}): ReactNode {
  return (
    <>
      <span className="max-w-[45%] flex-none truncate font-medium">{name}</span>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">
        {description || text.slice(0, 200)}
      </span>
      <span className="max-w-[30%] flex-none truncate font-mono text-xs text-ink-faint">/{command}</span>
    </>
  );
}

function LibraryOption({ isEmpty }: { readonly isEmpty: boolean }): ReactNode {
  const { t } = useTranslation('prompts');
  return (
    <span className="flex items-center gap-2 text-ink-soft">
      <BookText size={16} strokeWidth={1.75} className="text-ink-faint" aria-hidden />
      {isEmpty ? t('libraryEmpty') : t('library')}
    </span>
  );
}
