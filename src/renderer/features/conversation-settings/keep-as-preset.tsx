/**
 * Keeps the present values of a conversation as a new preset: its name, and whether its model belongs to it. Page.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { usePresetActions } from '../../components/presets/use-preset-actions.ts';

type Props = {
  readonly conversation: Conversation;
  readonly model: Model | null;
  readonly onEnd: () => void;
};

const mostCharacters = 80;

export function KeepAsPreset({ conversation, model, onEnd }: Props): ReactNode {
  const { t } = useTranslation(['presets', 'common']);
  const { keep } = usePresetActions();
  const [name, setName] = useState('');
  const [withModel, setWithModel] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (): Promise<void> => {
    if (name.trim() === '') return;
    const own = withModel && model ? { id: model.id, name: model.name } : null;
    if (await keep(conversation.id, name.trim(), own)) onEnd();
  };
  return (
    <form
      className="flex flex-col gap-2 rounded border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label className="flex flex-col gap-1">
        <span className="text-xs text-ink-faint">{t('presets:name')}</span>
        <input
          ref={field}
          className="field"
          maxLength={mostCharacters}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onEnd();
          }}
        />
      </label>
      {model ? (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={withModel}
            onChange={(event) => setWithModel(event.target.checked)}
          />
          {t('presets:withModel', { model: model.name })}
        </label>
      ) : null}
      <p className="text-xs text-ink-faint">{t('presets:keepHint')}</p>
      <div className="flex gap-2">
        <Button isSmall look="primary" type="submit" disabled={name.trim() === ''}>
          {t('presets:save')}
        </Button>
        <Button isSmall look="quiet" onClick={onEnd}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
