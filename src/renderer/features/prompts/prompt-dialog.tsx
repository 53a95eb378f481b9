/**
 * Writing a prompt: its name, command and text, with its variables shown as they begin. Page. What is written is kept when the
 * dialog is closed by mistake.
 */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { promptFieldsSchema, type PromptFields } from '#contract/prompts.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Modal } from '../../components/modal.tsx';
import { toPageError, type PageError } from '../../core-error.ts';
import { openDialogAgain, usePromptDialog } from '../../state/prompts.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { commandFrom } from './command-from.ts';
import { PromptFieldsForm } from './prompt-fields-form.tsx';

type Props = { readonly isOpen: boolean; readonly onClose: () => void };

export function PromptDialog({ isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('prompts');
  const id = usePromptDialog((writing) => writing.id);
  const close = (): void => {
    onClose();
    const { fields, from } = usePromptDialog.getState();
    if (!isSame(fields, from)) showToast(t('notSaved'), { label: t('goOn'), run: openDialogAgain });
  };
  return (
    <Modal title={t(id === null ? 'newTitle' : 'editTitle')} isOpen={isOpen} onClose={close} isWide>
      <PromptForm onSaved={onClose} onCancel={close} />
    </Modal>
  );
}

function isSame(one: PromptFields, other: PromptFields): boolean {
  return (
    one.name === other.name &&
    one.command === other.command &&
    one.description === other.description &&
    one.text === other.text
  );
}

type FormProps = { readonly onSaved: () => void; readonly onCancel: () => void };

function PromptForm({ onSaved, onCancel }: FormProps): ReactNode {
  const { t } = useTranslation(['prompts', 'common']);
  const { id, fields } = usePromptDialog();
  const [error, setError] = useState<PageError | null>(null);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // At once: what is typed until the dialog's own focus comes would be lost.
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);
  const change = (more: Partial<PromptFields>): void => {
    setError(null);
    // A command that was made of the name follows it until somebody writes another.
    const follows = more.name !== undefined && fields.command === commandFrom(fields.name);
    const command = follows ? commandFrom(more.name ?? '') : fields.command;
    usePromptDialog.setState({ fields: { ...fields, command, ...more } });
  };
  const save = async (): Promise<void> => {
    setTried(true);
    const written = promptFieldsSchema.safeParse({ ...fields, name: fields.name.trim() });
    if (!written.success) return;
    try {
      if (id === null) await core.prompts.create(written.data);
      else await core.prompts.update({ promptId: id, ...written.data });
    } catch (cause) {
      setError(toPageError(cause));
      return;
    }
    usePromptDialog.setState({ from: fields });
    await queryClient.invalidateQueries({ queryKey: queryKeys.prompts });
    onSaved();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter saves from every field
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PromptFieldsForm fields={fields} isTried={isTried} onChange={change} />
      {error ? <ErrorPanel error={error} /> : null}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onCancel}>
          {t('common:cancel')}
        </Button>
        <Button look="primary" type="submit">
          {t('prompts:save')}
        </Button>
      </div>
    </form>
  );
}
