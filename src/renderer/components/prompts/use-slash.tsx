/**
 * Slash commands of a text field: what is typed behind a slash finds prompts, and one that is taken stands in its place. Page.
 * The field keeps the focus all the while, so that no letter is lost; only the form of the variables takes it.
 */
import {
  useEffect,
  useId,
  useRef,
  useState,
  type ComponentProps,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedPrompt } from '#contract/prompts.ts';
import { core } from '../../client.ts';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { openPrompts, usePrompts, useWaitingPrompt } from '../../state/prompts.ts';
import { findSlash, type Slash } from './find-slash.ts';
import { insertText } from './insert-text.ts';
import { SlashList, slashOptions, type SlashOption } from './slash-list.tsx';
import { textWithoutQuestions, VariablesForm } from './variables-form.tsx';

type Field = HTMLTextAreaElement;
/** Where a prompt goes: in place of what was typed there. */
type Target = { readonly start: number; readonly typed: string };
type Taking = Target & { readonly prompt: SavedPrompt };

const noPrompts: readonly SavedPrompt[] = [];

export type SlashCommands = {
  readonly fieldProps: Pick<
    ComponentProps<'textarea'>,
    'aria-autocomplete' | 'aria-haspopup' | 'aria-controls' | 'aria-activedescendant'
  > & {
    readonly onInput: (event: FormEvent<Field>) => void;
    readonly onSelect: (event: SyntheticEvent<Field>) => void;
    readonly onBlur: () => void;
  };
  /** True: the key was meant for the list. */
  readonly onKeyDown: (event: KeyboardEvent<Field>) => boolean;
  /** Stands above the field, in something that is positioned. */
  readonly panel: ReactNode;
};

export function useSlash(fieldRef: RefObject<Field | null>): SlashCommands {
  const { t } = useTranslation('prompts');
  const listId = useId();
  const { data: prompts = noPrompts } = usePrompts();
  const { slash, setSlash, close, followers } = useTypedSlash();
  const [index, setIndex] = useState(0);
  const { taking, setTaking, begin, put } = useTaking(fieldRef);
  const options = slash && !taking ? slashOptions(prompts, slash.query, t('library')) : [];
  const chosen = options[Math.min(index, options.length - 1)];

  const take = (option: SlashOption): void => {
    if (!slash) return;
    const target = { start: slash.start, typed: `/${slash.query}` };
    if (option.prompt) begin({ ...target, prompt: option.prompt });
    else {
      put(target, '');
      openPrompts();
    }
    setSlash(null);
  };
  const onKeyDown = (event: KeyboardEvent<Field>): boolean => {
    if (!chosen || event.nativeEvent.isComposing || event.shiftKey) return false;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) setIndex((options.indexOf(chosen) + by + options.length) % options.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const goBack = ({ start, typed }: Taking): void => {
    setTaking(null);
    const field = fieldRef.current;
    field?.focus();
    field?.setSelectionRange(start + typed.length, start + typed.length);
    if (field && typed.startsWith('/')) setSlash(findSlash(field.value, start + typed.length));
  };
  return {
    fieldProps: {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': chosen ? listId : undefined,
      'aria-activedescendant': chosen ? `${listId}-${chosen.key}` : undefined,
      ...followers,
      onInput: (event) => {
        setIndex(0);
        followers.onInput(event);
      },
    },
    onKeyDown,
    panel: (
      <>
        <Announcement count={options.filter(({ prompt }) => prompt).length} />
        {chosen ? (
          <Panel>
            <SlashList
              id={listId}
              options={options}
              chosen={chosen}
              onChoose={(option) => setIndex(options.indexOf(option))}
              onTake={take}
            />
          </Panel>
        ) : null}
        {taking ? (
          <Panel>
            <TakenPrompt taking={taking} onTake={(text) => put(taking, text)} onBack={() => goBack(taking)} />
          </Panel>
        ) : null}
      </>
    ),
  };
}

/** What is being typed behind a slash. Opened by typing alone: not by pasting, undoing or walking through the text. */
function useTypedSlash() {
  const [slash, setSlash] = useState<Slash | null>(null);
  /** The place of a slash whose list was closed, as long as that command goes on. */
  const closedAt = useRef<number | null>(null);
  return {
    slash,
    setSlash,
    close: () => {
      closedAt.current = slash?.start ?? null;
      setSlash(null);
    },
    followers: {
      onInput: (event: FormEvent<Field>) => {
        const { value, selectionStart } = event.currentTarget;
        const { inputType } = event.nativeEvent as InputEvent; // of a field, it is one
        const found = findSlash(value, selectionStart);
        if (found?.start !== closedAt.current) closedAt.current = null;
        const isTyped = !/^(?:history|insertFrom)/.test(inputType);
        setSlash(isTyped && closedAt.current === null ? found : null);
      },
      onSelect: (event: SyntheticEvent<Field>) => {
        if (!slash) return;
        const { value, selectionStart, selectionEnd } = event.currentTarget;
        const found = selectionStart === selectionEnd ? findSlash(value, selectionStart) : null;
        if (found?.start !== slash.start) setSlash(null);
        else if (found.query !== slash.query) setSlash(found);
      },
      onBlur: () => setSlash(null),
    },
  };
}

/** Taking a prompt, from the list or from elsewhere: at once, or when its variables are known. */
function useTaking(fieldRef: RefObject<Field | null>) {
  const language = useLanguage();
  const [taking, setTaking] = useState<Taking | null>(null);
  const waiting = useWaitingPrompt((state) => state.waiting);

  const put = ({ start, typed, ...rest }: Target & Partial<Taking>, text: string): void => {
    const field = fieldRef.current;
    if (!field) return;
    // Somebody may have gone on writing meanwhile: then it comes to where the caret is.
    const isThere = field.value.slice(start, start + typed.length) === typed;
    const [from, to] = isThere ? [start, start + typed.length] : [field.selectionStart, field.selectionEnd];
    insertText(field, from, to, text);
    setTaking(null);
    const { prompt } = rest;
    if (prompt) void attempt(() => core.prompts.countUse({ promptId: prompt.id }));
  };
  const begin = (taken: Taking): void => {
    const text = textWithoutQuestions(taken.prompt.text, language);
    if (text === null) setTaking(taken);
    else put(taken, text);
  };
  useEffect(() => {
    const field = fieldRef.current;
    if (!waiting || !field) return;
    useWaitingPrompt.setState({ waiting: null });
    const { selectionStart, selectionEnd, value } = field;
    const typed = value.slice(selectionStart, selectionEnd);
    // Behind the effect: inside of one React would set the field to what it was at each line, and its undo would be lost.
    queueMicrotask(() => begin({ prompt: waiting, start: selectionStart, typed }));
  });
  return { taking, setTaking, begin, put };
}

function Panel({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="absolute inset-x-0 bottom-full z-30 mb-2 rounded border border-line-strong bg-raised shadow-float">
      {children}
    </div>
  );
}

type TakenProps = {
  readonly taking: Taking;
  readonly onTake: (text: string) => void;
  readonly onBack: () => void;
};

function TakenPrompt({ taking: { prompt }, onTake, onBack }: TakenProps): ReactNode {
  const { t } = useTranslation('prompts');
  return (
    <div
      role="dialog"
      aria-label={t('values', { name: prompt.name })}
      className="flex max-h-[min(26rem,60vh)] flex-col gap-3 p-4"
    >
      <h2 className="flex-none truncate text-sm font-semibold">{prompt.name}</h2>
      <VariablesForm text={prompt.text} takeLabel={t('insertValues')} onTake={onTake} onBack={onBack} />
    </div>
  );
}

/** For who does not see the list: a field of several lines cannot say that it is expanded. */
function Announcement({ count }: { readonly count: number }): ReactNode {
  const { t } = useTranslation('prompts');
  const format = useFormat();
  return (
    <p aria-live="polite" className="sr-only">
      {count > 0 ? t('found', { count, shown: format.integer(count) }) : ''}
    </p>
  );
}
