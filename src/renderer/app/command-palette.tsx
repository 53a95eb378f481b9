/**
 * One field that reaches every command, conversation and model. Page.
 */
import { Dialog } from '@base-ui/react/dialog';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Keys } from '../components/keys.tsx';
import { openConversation } from '../state/open-conversation.ts';
import { insertPrompt, usePrompts } from '../state/prompts.ts';
import { useConversations, useModels } from '../state/queries.ts';
import { usePresetItems } from './use-preset-items.ts';
import { findItems, type PaletteItem } from './palette-items.ts';
import { keysOf, type CommandId } from './shortcuts.ts';
import { useShortcuts } from './use-shortcuts.ts';
import type { Commands } from './use-commands.ts';

type Props = {
  readonly isOpen: boolean;
  readonly commands: Commands;
  readonly onChooseModel: (model: Model) => void;
  readonly onClose: () => void;
};

export function CommandPalette({ isOpen, commands, onChooseModel, onClose }: Props): ReactNode {
  const { t } = useTranslation('app');
  const input = useRef<HTMLInputElement>(null);
  const cameFromRef = useRef<HTMLElement>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup data-place="top" className="dialog-popup" initialFocus={input} finalFocus={cameFromRef}>
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <PaletteList
            input={input}
            cameFromRef={cameFromRef}
            items={usePaletteItems(commands, onChooseModel)}
            onClose={onClose}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Itself, and what acts on a selection that is gone once the palette has the focus. */
const notListed: ReadonlySet<CommandId> = new Set(['palette', 'quote']);

function usePaletteItems(commands: Commands, onChooseModel: (model: Model) => void): PaletteItem[] {
  const { t } = useTranslation(['app', 'conversations']);
  const { data: conversations = [] } = useConversations();
  const { data: models } = useModels();
  const { data: prompts = [] } = usePrompts();
  const shortcuts = useShortcuts();
  const presetItems = usePresetItems();
  // Object.keys gives strings; the keys of Commands are exactly the command ids.
  const ids = (Object.keys(commands) as CommandId[]).filter((id) => !notListed.has(id));
  return [
    ...ids.map((id) => ({
      id,
      group: 'commands' as const,
      label: t(`app:commands.${id}`),
      keys: keysOf(id, shortcuts),
      run: commands[id],
    })),
    ...presetItems,
    ...(models?.models ?? []).map((model) => ({
      id: model.id,
      group: 'models' as const,
      label: model.name,
      run: () => onChooseModel(model),
    })),
    ...prompts.map((prompt) => ({
      id: prompt.id,
      group: 'prompts' as const,
      label: prompt.name,
      run: () => insertPrompt(prompt),
    })),
    ...conversations.map(({ id, title }) => ({
      id,
      group: 'conversations' as const,
      label: title || t('conversations:untitled'),
      run: () => openConversation(id),
    })),
  ];
}

/** Who does not find it among these types more of its name. */
const mostShown = 100;

type ListProps = {
  readonly input: RefObject<HTMLInputElement | null>;
  /** Gets the element that has the focus now, and shall have it again. */
  readonly cameFromRef: RefObject<HTMLElement | null>;
  readonly items: readonly PaletteItem[];
  readonly onClose: () => void;
};

function PaletteList({ input, cameFromRef, items, onClose }: ListProps): ReactNode {
  const { t } = useTranslation('app');
  const [typed, setTyped] = useState('');
  const [index, setIndex] = useState(0);
  const listId = useId();
  // The dialog's own focus comes frames later, and what is typed until then would be lost. What had the focus has to be
  // noted too: the dialog would note the field.
  useEffect(() => {
    cameFromRef.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    input.current?.focus();
  }, [cameFromRef, input]);
  const found = findItems(items, typed).slice(0, mostShown);
  const chosen = found[Math.min(index, found.length - 1)];
  const run = (item: PaletteItem | undefined): void => {
    if (!item) return;
    onClose();
    // After the dialog has given the focus back, so that a command may move it.
    requestAnimationFrame(item.run);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setIndex((Math.min(index, found.length - 1) + by + found.length) % Math.max(1, found.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      run(chosen);
    }
  };
  return (
    <>
      <input
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        data-quiet-focus
        className="h-12 flex-none border-b border-line bg-transparent px-4 text-base"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t('palette.title')}
        className="min-h-0 overflow-y-auto p-1"
        tabIndex={-1}
      >
        {found.map((item) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys (combobox pattern)
          <div
            key={item.id}
            id={`${listId}-${item.id}`}
            role="option"
            aria-selected={item === chosen}
            ref={item === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onClick={() => run(item)}
            onPointerMove={() => setIndex(found.indexOf(item))}
            className={`flex h-9 items-center gap-3 rounded px-3 text-sm ${item === chosen ? 'bg-hover' : ''}`}
          >
            <span className="min-w-0 flex-1 truncate">{item.label}</span>
            {item.group === 'commands' ? null : (
              <span className="flex-none text-xs text-ink-faint">{t(`palette.${item.group}`)}</span>
            )}
            {item.keys ? <Keys keys={item.keys} /> : null}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="px-4 pb-4 text-sm text-ink-faint">{t('palette.empty')}</p> : null}
    </>
  );
}
