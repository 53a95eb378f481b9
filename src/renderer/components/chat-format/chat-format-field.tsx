/**
 * How one model is given conversations: what its file says, what is chosen, and the choice. Page. A choice is kept at
 * once and counts from the next message on; nothing is loaded anew.
 */
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chatFormatNames, chatFormatSchema, type ChatChoice } from '#contract/chat-format.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { attempt, putModel } from '../../state/actions.ts';
import { Button } from '../button.tsx';
import { OwnTemplate } from './own-template.tsx';
import { TemplateText } from './template-text.tsx';

/** Keeps the choice for the model. True: it was kept. */
export async function chooseChat(model: Model, choice: ChatChoice | null): Promise<boolean> {
  const changed = await attempt(() => core.models.setChat({ modelId: model.id, choice }));
  if (changed) putModel(changed);
  return changed !== undefined;
}

export function ChatFormatField({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation('chat-format');
  // Somebody who wants to write a template has none yet: the choice is made with its text.
  const [isWriting, setWriting] = useState(false);
  const { chat } = model;
  const choose = async (choice: ChatChoice | null): Promise<void> => {
    if (await chooseChat(model, choice)) setWriting(false);
  };
  const isOwn = isWriting || chat.kind === 'custom';
  return (
    <fieldset className="flex max-w-[640px] flex-col gap-3">
      <legend className="mb-3 text-sm font-semibold">{t('title')}</legend>
      <FormatSelect
        model={model}
        isWriting={isWriting}
        onWrite={() => setWriting(true)}
        onChoose={(choice) => void choose(choice)}
      />
      <p className="text-xs text-ink-faint">{useHint(model, isWriting)}</p>
      <Suggestion model={model} onUse={(choice) => void choose(choice)} />
      {isOwn ? (
        <OwnTemplate
          key={model.id}
          model={model}
          onSave={(template) => choose({ kind: 'custom', template })}
        />
      ) : null}
      {isOwn || chat.kind === 'completion' ? null : (
        <TemplateText key={JSON.stringify(chat)} model={model} which={chat} />
      )}
      {model.isChatChosen ? (
        <Button isSmall look="quiet" className="self-start" onClick={() => void choose(null)}>
          {t('reset')}
        </Button>
      ) : null}
    </fieldset>
  );
}

type SelectProps = {
  readonly model: Model;
  readonly isWriting: boolean;
  readonly onWrite: () => void;
  readonly onChoose: (choice: ChatChoice) => void;
};

function FormatSelect({ model, isWriting, onWrite, onChoose }: SelectProps): ReactNode {
  const { t } = useTranslation('chat-format');
  const id = useId();
  const { chat, chatFormat } = model;
  const value = isWriting ? 'custom' : chat.kind === 'format' ? chat.format : chat.kind;
  const change = (next: string): void => {
    const format = chatFormatSchema.safeParse(next);
    if (format.success) onChoose({ kind: 'format', format: format.data });
    else if (next === 'custom') onWrite();
    else onChoose({ kind: next === 'file' ? 'file' : 'completion' });
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm">
        {t('choice')}
      </label>
      <select
        id={id}
        className="field max-w-96"
        value={value}
        onChange={(event) => change(event.target.value)}
      >
        {model.hasChatTemplate ? (
          <option value="file">
            {chatFormat === null ? t('fileUnrecognised') : t('file', { name: t(`names.${chatFormat}`) })}
          </option>
        ) : null}
        <option value="completion">{t('completion')}</option>
        <optgroup label={t('formats')}>
          {chatFormatNames.map((name) => (
            <option key={name} value={name}>
              {name === 'chatml' ? t('chatmlOption') : t(`names.${name}`)}
            </option>
          ))}
        </optgroup>
        <option value="custom">{t('custom')}</option>
      </select>
    </div>
  );
}

function useHint({ chat, chatFormat, hasChatTemplate }: Model, isWriting: boolean): string {
  const { t } = useTranslation('chat-format');
  if (isWriting) return t('hints.custom');
  if (chat.kind === 'file')
    return chatFormat === null
      ? t('hints.fileUnrecognised')
      : t('hints.file', { name: t(`names.${chatFormat}`) });
  if (chat.kind === 'completion') return hasChatTemplate ? t('hints.completion') : t('hints.noTemplate');
  return t(`hints.${chat.kind}`);
}

/** Of a model without a template whose name speaks for a format, as long as nobody has chosen. */
export function Suggestion({
  model,
  onUse,
}: {
  readonly model: Model;
  readonly onUse: (choice: ChatChoice) => void;
}): ReactNode {
  const { t } = useTranslation('chat-format');
  const { suggestedFormat: format } = model;
  if (format === null || model.isChatChosen) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span>{t('suggestion', { name: t(`names.${format}`) })}</span>
      <Button isSmall onClick={() => onUse({ kind: 'format', format })}>
        {t('suggestionUse')}
      </Button>
    </div>
  );
}
