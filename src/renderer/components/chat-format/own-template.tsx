/**
 * A chat template that the person writes. Page. It begins with the one that is in use; nothing is kept before it is saved.
 */
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChatInForce, longestTemplate } from '#contract/chat-format.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { showToast } from '../../state/toasts.ts';
import { Button } from '../button.tsx';
import { Warnings } from './template-text.tsx';

type Props = { readonly model: Model; readonly onSave: (template: string) => Promise<void> };

export function OwnTemplate({ model, onSave }: Props): ReactNode {
  const { t } = useTranslation('chat-format');
  const id = useId();
  const [written, setWritten] = useState<string | null>(null);
  // What is in use when the field appears is what there is to change; where nothing is, a format that is easy to read.
  const beginning: ChatInForce =
    model.chat.kind === 'completion'
      ? { kind: 'format', format: model.suggestedFormat ?? 'chatml' }
      : model.chat;
  const { data, isPending } = useQuery({
    queryKey: ['chat-template', model.id, beginning],
    queryFn: () => core.models.chatTemplate({ modelId: model.id, which: beginning }),
    staleTime: 0,
  });
  const text = written ?? data?.text ?? '';
  const save = async (): Promise<void> => {
    await onSave(text);
    showToast(t('ownSaved'));
  };
  const isChanged = model.chat.kind !== 'custom' || (written !== null && written !== data?.text);
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="text-sm">
        {t('own')}
      </label>
      <textarea
        id={id}
        className="field !font-mono !text-xs [font-variant-ligatures:none]"
        rows={8}
        dir="ltr"
        spellCheck={false}
        maxLength={longestTemplate}
        disabled={isPending}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => setWritten(event.target.value)}
      />
      <p id={`${id}-hint`} className="text-xs text-ink-faint">
        {t('ownHint')}
      </p>
      {data && !isChanged ? <Warnings warnings={data.warnings} /> : null}
      <Button
        isSmall
        className="self-start"
        disabled={text.trim() === '' || !isChanged}
        onClick={() => void save()}
      >
        {t('ownSave')}
      </Button>
    </div>
  );
}
