/**
 * The field for how the reply begins, below the message that it answers, and the button that opens it. Page.
 */
import { TextCursorInput, X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fitHeight } from '../../components/fit-height.ts';
import { IconButton } from '../../components/icon-button.tsx';
import type { ReplyBeginning } from './use-reply-beginning.ts';

/** As many as the core takes. */
const mostCharacters = 2_000;

type Props = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Gives the focus to the message. */
  readonly onLeave: () => void;
};

export function ReplyBeginningField({ text, onChange, onSubmit, onClose, onLeave }: Props): ReactNode {
  const { t } = useTranslation('reply-beginning');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onSubmit();
    }
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.stopPropagation();
      if (text === '') onClose();
      onLeave();
    }
  };
  const endsWithSpace = /[ \t\u00a0\u202f]$/u.test(text);
  return (
    <div className="mx-4 border-t border-line pt-1.5 pb-1">
      <div className="flex items-start gap-2">
        <label htmlFor={id} className="flex-none pt-1 text-xs leading-5 text-ink-faint">
          {t('label')}
        </label>
        <textarea
          ref={field}
          id={id}
          data-reply-beginning
          aria-describedby={`${id}-hint`}
          placeholder={t('placeholder')}
          dir="auto"
          rows={1}
          maxLength={mostCharacters}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className="block max-h-[20vh] min-h-7 min-w-0 flex-1 resize-none bg-transparent py-0.5 text-base leading-6"
        />
        <IconButton
          icon={X}
          label={t('remove')}
          className="-mr-2.5"
          onClick={() => {
            onClose();
            onLeave();
          }}
        />
      </div>
      <p id={`${id}-hint`} role="status" className="text-xs text-ink-faint">
        {t(endsWithSpace ? 'trailingSpace' : 'hint')}
      </p>
    </div>
  );
}

type NextProps = Pick<Props, 'onSubmit' | 'onLeave'> & { readonly beginning: ReplyBeginning };

/** The field of the next reply, where it is open. */
export function NextReplyBeginning({ beginning, onSubmit, onLeave }: NextProps): ReactNode {
  if (!beginning.isOpen) return null;
  const { text, setText, close } = beginning;
  return (
    <ReplyBeginningField
      text={text}
      onChange={setText}
      onClose={close}
      onSubmit={onSubmit}
      onLeave={onLeave}
    />
  );
}

type ButtonProps = { readonly isOpen: boolean; readonly onOpen: () => void };

export function ReplyBeginningButton({ isOpen, onOpen }: ButtonProps): ReactNode {
  const { t } = useTranslation('reply-beginning');
  return (
    <IconButton
      icon={TextCursorInput}
      label={t('open')}
      keys="Mod+Shift+Y"
      aria-pressed={isOpen}
      onClick={onOpen}
    />
  );
}
