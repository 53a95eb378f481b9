/**
 * How a model is given conversations, in few words. Page.
 */
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';

/** Whether the model gets the texts of a conversation as they are, to go on with. */
export function continuesText(model: Model): boolean {
  return model.chat.kind === 'completion';
}

/** For the line of a model in a list, for example "Llama 3 format". */
export function useShortFormat(model: Model): string {
  const { t } = useTranslation('chat-format');
  const { chat, chatFormat, hasChatTemplate } = model;
  if (chat.kind === 'custom') return t('short.custom');
  if (chat.kind === 'completion') return hasChatTemplate ? t('short.completion') : t('short.noTemplate');
  const name = chat.kind === 'format' ? chat.format : chatFormat;
  return name === null ? t('short.unrecognised') : t('short.format', { name: t(`names.${name}`) });
}
