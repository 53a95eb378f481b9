/**
 * The fields of a prompt, each saying what is wrong with it once saving was tried, and its variables as they begin. Page.
 */
import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { builtInsAt, parseTemplate, variablesOf, type TemplatePiece } from '#contract/prompt-template.ts';
import { promptFieldsSchema, type PromptFields } from '#contract/prompts.ts';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';

type Props = {
  readonly fields: PromptFields;
  /** Saving was tried: what is wrong is said. */
  readonly isTried: boolean;
  readonly onChange: (change: Partial<PromptFields>) => void;
};

const longestText = 50_000;

export function PromptFieldsForm({ fields, isTried, onChange }: Props): ReactNode {
  const { t } = useTranslation('prompts');
  const format = useFormat();
  const { name, command, description, text } = fields;
  const schemas = promptFieldsSchema.shape;
  const tooLong = text.length > longestText ? t('textTooLong', { most: format.integer(longestText) }) : null;
  const textProblem = isTried && text === '' ? t('textWrong') : tooLong;
  const examples = `{{${t('example')}}}, {{${t('exampleDefault')}}}`;
  return (
    <>
      <div className="grid gap-4 sidebar:grid-cols-2">
        <TextField
          label={t('name')}
          maxLength={80}
          value={name}
          problem={isTried && !schemas.name.safeParse(name.trim()).success ? t('nameWrong') : null}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <TextField
          label={t('command')}
          hint={t('commandHint')}
          prefix="/"
          maxLength={40}
          value={command}
          problem={
            (isTried || command !== '') && !schemas.command.safeParse(command).success
              ? t('commandWrong')
              : null
          }
          onChange={(event) => onChange({ command: event.target.value.replace(/^\//, '') })}
        />
      </div>
      <TextField
        label={`${t('description')} (${t('optional')})`}
        maxLength={300}
        value={description}
        problem={null}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <label className="flex flex-col gap-1">
        <span className="text-sm font-semibold">{t('text')}</span>
        <span className="text-xs text-ink-faint">
          {t('textHint', { examples, date: '{{date}}', time: '{{time}}' })}
        </span>
        <textarea
          className="field mt-1 !text-base"
          rows={7}
          dir="auto"
          value={text}
          aria-invalid={textProblem !== null}
          onChange={(event) => onChange({ text: event.target.value })}
        />
        <Problem words={textProblem} />
      </label>
      <Preview text={text} />
    </>
  );
}

type FieldProps = ComponentProps<'input'> & {
  readonly label: string;
  readonly hint?: string;
  readonly prefix?: string;
  readonly problem: string | null;
};

function TextField({ label, hint, prefix, problem, ...rest }: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      <span className="flex items-center gap-1">
        {prefix ? (
          <span className="font-mono text-sm text-ink-faint" aria-hidden>
            {prefix}
          </span>
        ) : null}
        <input
          id={id}
          type="text"
          dir="auto"
          autoComplete="off"
          className="field"
          aria-invalid={problem !== null}
          aria-describedby={`${id}-about`}
          {...rest}
        />
      </span>
      <span id={`${id}-about`}>
        {problem === null && hint ? <span className="block text-xs text-ink-faint">{hint}</span> : null}
        <Problem words={problem} />
      </span>
    </div>
  );
}

function Problem({ words }: { readonly words: string | null }): ReactNode {
  return words === null ? null : <span className="block text-xs text-danger">{words}</span>;
}

/** Each variable marked, as it begins; its name where it begins with nothing. */
function Preview({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation('prompts');
  const language = useLanguage();
  const [builtIns] = useState(() => builtInsAt(Date.now(), language));
  const pieces = parseTemplate(text);
  const variables = variablesOf(pieces);
  if (pieces.every(({ kind }) => kind === 'text')) return null;
  const names = variables.map(({ name, choices }) =>
    choices.length > 0 ? `${name} (${choices.join(', ')})` : name,
  );
  return (
    <section aria-label={t('preview')} className="flex flex-col gap-1">
      <h3 className="text-sm font-semibold">{t('preview')}</h3>
      <p className="text-xs text-ink-faint">
        {names.length > 0 ? t('asks', { names: names.join(', ') }) : null}
      </p>
      <p
        dir="auto"
        className="mt-1 max-h-40 overflow-y-auto rounded bg-sunken px-4 py-3 text-base leading-6 wrap-anywhere whitespace-pre-wrap"
        // What is long is scrolled by the keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {withPlaces(pieces).map(({ piece, at }) => (
          <Piece
            key={at}
            piece={piece}
            builtIns={builtIns}
            fallbackOf={(name) => variables.find((each) => each.name === name)?.fallback ?? ''}
          />
        ))}
      </p>
    </section>
  );
}

/** Each with where it stands. */
function withPlaces(
  pieces: readonly TemplatePiece[],
): { readonly piece: TemplatePiece; readonly at: number }[] {
  let at = 0;
  return pieces.map((piece) => {
    const place = at;
    at += piece.kind === 'text' ? piece.text.length : piece.source.length;
    return { piece, at: place };
  });
}

type PieceProps = {
  readonly piece: TemplatePiece;
  readonly builtIns: ReturnType<typeof builtInsAt>;
  readonly fallbackOf: (name: string) => string;
};

function Piece({ piece, builtIns, fallbackOf }: PieceProps): ReactNode {
  if (piece.kind === 'text') return piece.text;
  if (piece.kind === 'builtIn') return <mark>{builtIns[piece.name]}</mark>;
  const { name } = piece.variable;
  const fallback = fallbackOf(name);
  return <mark className={fallback === '' ? 'italic' : ''}>{fallback || name}</mark>;
}
