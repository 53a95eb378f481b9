/**
 * Which preset the open conversation came from, and whether it still is like it, in the line above the text. Page. Leads to the
 * conversation's settings. Not there for a conversation from no preset, or where the line is short.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import { differences } from '../components/presets/preset-values.ts';
import { usePresetActions } from '../components/presets/use-preset-actions.ts';
import { usePresets } from '../state/queries.ts';
import { openDialog } from '../state/view.ts';

export function PresetName({ conversation }: { readonly conversation: Conversation | null }): ReactNode {
  const { t } = useTranslation('presets');
  const { data: presets = [] } = usePresets();
  const { isHere } = usePresetActions();
  const preset = presets.find(({ id }) => id === conversation?.presetId);
  if (!conversation || !preset) return null;
  const isSame = differences(conversation, preset, isHere(preset)).length === 0;
  return (
    <button
      type="button"
      className="button button-quiet button-small hidden min-w-0 flex-none min-[900px]:inline-flex"
      title={t('preset')}
      data-preset-name
      onClick={() => openDialog('conversationSettings')}
    >
      <span className="max-w-40 truncate" dir="auto">
        {preset.name}
      </span>
      {isSame ? null : <span className="font-normal text-ink-faint">· {t('changedShort')}</span>}
    </button>
  );
}
