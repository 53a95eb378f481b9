/**
 * The text to score and how it begins. Page.
 */
import type { DragEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { FileButton, textFiles } from '../../components/file-button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { useConversation } from '../../state/queries.ts';
import { useView } from '../../state/view.ts';
import { openTextFile, setText, startScoring } from './scoring-actions.ts';
import { useScoring } from './scoring-store.ts';

const shownOfMessage = 60;

export function TextForm({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useFormat();
  const { text, contextBefore, startsWithBos, problem } = useScoring();
  const onDrop = (event: DragEvent): void => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void openTextFile(file);
  };
  return (
    <form
      className="mt-4 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (model && text !== '') void startScoring(model);
      }}
    >
      <textarea
        aria-label={t('text')}
        className="field"
        rows={6}
        placeholder={t('textHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
      />
      <div className="flex flex-wrap items-center gap-2">
        <FileButton label={t('open')} accept={textFiles} onFile={(file) => void openTextFile(file)} />
        <MessageMenu />
        <span className="ml-auto text-xs text-ink-faint tabular-nums">
          {t('size', { count: text.length, shown: format.integer(text.length) })}
        </span>
      </div>
      <p role="status" className="text-sm text-danger empty:hidden">
        {problem ? t(problem) : ''}
      </p>
      <div className="flex flex-wrap items-end gap-4">
        <div>
          <p className="mb-1 text-xs text-ink-faint">{t('start')}</p>
          <Segmented
            label={t('start')}
            value={startsWithBos ? 'bos' : 'none'}
            options={[
              { value: 'bos', label: t('bos') },
              { value: 'none', label: t('none') },
            ]}
            onChange={(value) => useScoring.setState({ startsWithBos: value === 'bos' })}
          />
        </div>
        <label className="min-w-56 flex-1">
          <span className="mb-1 block text-xs text-ink-faint">{t('context')}</span>
          <input
            className="field"
            value={contextBefore}
            maxLength={100_000}
            onChange={(event) => useScoring.setState({ contextBefore: event.target.value })}
          />
        </label>
        <Button type="submit" look="primary" disabled={!model || text === ''}>
          {t('run')}
        </Button>
      </div>
      {!startsWithBos && contextBefore === '' && <p className="prose-quiet">{t('noneHint')}</p>}
      {!model && <p className="prose-quiet">{t('noModel')}</p>}
    </form>
  );
}

function MessageMenu(): ReactNode {
  const { t } = useTranslation('scoring');
  const conversationId = useView((view) => view.conversationId);
  const messages = useConversation(conversationId).data?.messages ?? [];
  if (messages.length === 0) return null;
  return (
    <select
      aria-label={t('takeMessage')}
      className="button button-small max-w-72"
      value=""
      onChange={(event) => {
        const message = messages.find(({ id }) => id === event.target.value);
        if (message) setText(message.text);
      }}
    >
      <option value="">{t('takeMessage')}</option>
      {messages
        .filter(({ text }) => text !== '')
        .map(({ id, role, text }) => (
          <option key={id} value={id}>
            {t(`messageOf.${role}`, { text: text.slice(0, shownOfMessage) })}
          </option>
        ))}
    </select>
  );
}
