/**
 * The variables of a prompt, each with a field, and the text that they make. Page. Enter takes it, Shift+Enter starts a new line,
 * Escape goes back.
 */
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  builtInsAt,
  fillTemplate,
  parseTemplate,
  variablesOf,
  type TemplateVariable,
} from '#contract/prompt-template.ts';
import { useLanguage } from '../../i18n/i18n.ts';
import { Button } from '../button.tsx';
import { fitHeight } from '../fit-height.ts';
import { Keys } from '../keys.tsx';

type Props = {
  readonly text: string;
  readonly takeLabel: string;
  readonly onTake: (text: string) => void;
  readonly onBack: () => void;
};

/** The text of a prompt without variables, or null: somebody has to be asked. */
export function textWithoutQuestions(text: string, language: string): string | null {
  const pieces = parseTemplate(text);
  if (variablesOf(pieces).length > 0) return null;
  return fillTemplate(pieces, {}, builtInsAt(Date.now(), language));
}

export function VariablesForm({ text, takeLabel, onTake, onBack }: Props): ReactNode {
  const { t } = useTranslation(['prompts', 'common']);
  const language = useLanguage();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [builtIns] = useState(() => builtInsAt(Date.now(), language));
  const fields = useRef<HTMLDivElement>(null);
  // At once: what is typed until the next frame would be lost.
  useLayoutEffect(() => {
    const first = fields.current?.querySelector<HTMLElement>('textarea, select');
    first?.focus();
    if (first instanceof HTMLTextAreaElement) first.select();
  }, []);
  const pieces = parseTemplate(text);
  const filled = fillTemplate(pieces, values, builtIns);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onBack();
    }
    if (event.key === 'Enter' && !event.shiftKey && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      onTake(filled);
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of every field in it
    <div ref={fields} className="flex min-h-0 flex-col gap-3" onKeyDown={onKeyDown}>
      <div className="flex min-h-0 flex-col gap-2 overflow-y-auto p-0.5">
        {variablesOf(pieces).map((variable) => (
          <VariableField
            key={variable.name}
            variable={variable}
            value={values[variable.name] ?? variable.fallback}
            onChange={(value) => setValues({ ...values, [variable.name]: value })}
          />
        ))}
      </div>
      <p
        aria-label={t('preview')}
        role="group"
        dir="auto"
        className="max-h-24 min-h-0 flex-none overflow-y-auto rounded bg-sunken px-3 py-2 text-sm wrap-anywhere whitespace-pre-wrap text-ink-soft"
        // What is long is scrolled by the keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {filled}
      </p>
      <div className="flex flex-none items-center justify-end gap-2">
        <Button look="quiet" isSmall onClick={onBack}>
          {t('common:cancel')} <Keys keys="Escape" />
        </Button>
        <Button look="primary" isSmall onClick={() => onTake(filled)}>
          {takeLabel}
        </Button>
      </div>
    </div>
  );
}

type FieldProps = {
  readonly variable: TemplateVariable;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function VariableField({ variable: { name, choices }, value, onChange }: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className="flex flex-col gap-1 sidebar:grid sidebar:grid-cols-[128px_1fr] sidebar:gap-3">
      <label htmlFor={id} className="pt-1.5 text-sm font-medium wrap-anywhere">
        {name}
      </label>
      {choices.length > 0 ? (
        <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <TextField id={id} value={value} onChange={onChange} />
      )}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, 'variable'> & { readonly id: string };

function TextField({ id, value, onChange }: TextFieldProps): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  });
  return (
    <textarea
      ref={field}
      id={id}
      rows={1}
      dir="auto"
      className="field max-h-28 !resize-none !py-1"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
