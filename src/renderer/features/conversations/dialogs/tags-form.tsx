/**
 * The tags of a conversation: those it has, and a field that completes from all that are in use. Page. Enter adds what is
 * typed, the arrows choose a completion.
 */
import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Conversation, mostTags, tagSchema } from '#contract/conversations.ts';
import { updateConversation } from '../../../state/actions.ts';
import { useTags } from '../../../state/queries.ts';
import { completionsOf } from './tag-completions.ts';

export function TagsForm({ conversation }: { readonly conversation: Conversation }): ReactNode {
  const { t } = useTranslation('organise');
  const { id, tags } = conversation;
  const set = (next: readonly string[]): void => void updateConversation(id, { tags: [...next] });
  return (
    <div className="flex flex-col gap-4">
      {tags.length === 0 ? (
        <p className="text-sm text-ink-faint">{t('noTags')}</p>
      ) : (
        <ul aria-label={t('tags')} className="flex flex-wrap gap-2">
          {tags.map((tag) => (
            <li key={tag} className="flex h-7 items-center gap-1 rounded bg-sunken pr-0.5 pl-2 text-sm">
              <span className="max-w-60 truncate">{tag}</span>
              <button
                type="button"
                aria-label={t('removeTag', { tag })}
                className="icon-button !size-6"
                onClick={() => set(tags.filter((each) => each !== tag))}
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {tags.length < mostTags ? (
        <TagField tags={tags} onAdd={(tag) => set([...tags, tag])} />
      ) : (
        <p className="text-xs text-ink-faint">{t('tagsFull', { count: mostTags })}</p>
      )}
    </div>
  );
}

type FieldProps = { readonly tags: readonly string[]; readonly onAdd: (tag: string) => void };

function TagField({ tags, onAdd }: FieldProps): ReactNode {
  const { t } = useTranslation('organise');
  const { data: known = [] } = useTags();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const listId = useId();
  const completions = completionsOf(
    typed,
    known.map(({ tag }) => tag),
    tags,
  );
  const add = (text: string): void => {
    const tag = tagSchema.safeParse(text.replaceAll('"', '').trim());
    if (!tag.success) return;
    if (!tags.includes(tag.data)) onAdd(tag.data);
    setTyped('');
    setChosen(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && completions.length > 0) {
      event.preventDefault();
      const from = chosen === null ? (by === 1 ? -1 : 0) : completions.indexOf(chosen);
      setChosen(completions[(from + by + completions.length) % completions.length] ?? null);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      add(chosen ?? typed);
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <input
        role="combobox"
        aria-expanded={completions.length > 0}
        aria-controls={listId}
        aria-activedescendant={chosen === null ? undefined : `${listId}-${completions.indexOf(chosen)}`}
        aria-label={t('tagField')}
        placeholder={t('tagField')}
        className="field"
        maxLength={40}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(null);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t('tags')} className="flex flex-wrap gap-1">
        {completions.map((tag, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys (combobox pattern)
          <div
            key={tag}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={tag === chosen}
            onClick={() => add(tag)}
            className={`max-w-full truncate rounded px-2 py-1 text-sm text-ink-soft hover:bg-hover ${tag === chosen ? 'bg-selected text-ink' : ''}`}
          >
            {tag}
          </div>
        ))}
      </div>
      <p className="text-xs text-ink-faint">{t('tagHint')}</p>
    </div>
  );
}
