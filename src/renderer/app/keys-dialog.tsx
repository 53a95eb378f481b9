/**
 * All keys, by place. Page. The window's come from the table that the frame listens by, and can be changed.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../components/keys.tsx';
import { Modal } from '../components/modal.tsx';
import { ChangeableKeys, ResetKeys } from './changeable-keys.tsx';
import { keysOf } from './shortcuts.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** The keys for looking inside, as they stand in the help. */
export function useInspectionKeys(): readonly (readonly [name: string, keys: string])[] {
  const { t } = useTranslation('app');
  const shortcuts = useShortcuts();
  const commands = ['instruments', 'toggleHeatMap', 'toggleInspector'] as const;
  return [
    ...commands.map((command) => [t(`commands.${command}`), keysOf(command, shortcuts) ?? ''] as const),
    [t('keys.moveToken'), 'ArrowLeft+ArrowRight'],
    [t('keys.pickToken'), '1–9'],
    [t('keys.branch'), 'B'],
    [t('keys.nextHit'), 'N'],
    [t('keys.vote'), '1–4'],
    [t('commands.keys'), keysOf('keys', shortcuts) ?? ''],
  ];
}

type Props = { readonly isOpen: boolean; readonly onClose: () => void };

export function KeysDialog({ isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('app');
  return (
    <Modal title={t('keys.title')} isOpen={isOpen} onClose={onClose} isWide>
      <div className="grid gap-x-10 gap-y-6 sidebar:grid-cols-2">
        <ChangeableKeys title={t('keys.groupChat')} group="chat" />
        <ChangeableKeys title={t('keys.groupWindow')} group="window" />
        <KeyGroup
          title={t('keys.groupComposer')}
          rows={[
            [t('keys.send'), 'Enter'],
            [t('keys.newLine'), 'Shift+Enter'],
            [t('keys.editLast'), 'ArrowUp'],
            [t('keys.prompts'), '/'],
          ]}
        />
        <KeyGroup
          title={t('keys.groupList')}
          rows={[
            [t('keys.renameRow'), 'F2'],
            [t('keys.deleteRow'), 'Delete'],
            [t('keys.foldRow'), 'ArrowLeft+ArrowRight'],
          ]}
        />
        <KeyGroup
          title={t('keys.groupText')}
          rows={[
            [t('keys.moveToken'), 'ArrowLeft+ArrowRight'],
            [t('keys.moveWord'), 'Ctrl+ArrowLeft+ArrowRight'],
            [t('keys.nextHit'), 'N'],
            [t('keys.previousHit'), 'Shift+N'],
            [t('keys.pinToken'), 'Enter'],
            [t('keys.pickToken'), '1–9'],
            [t('keys.branch'), 'B'],
            [t('keys.vote'), '1–4'],
            [t('keys.leaveText'), 'Escape'],
          ]}
        />
      </div>
      <ResetKeys />
    </Modal>
  );
}

function KeyGroup({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}): ReactNode {
  return (
    <section>
      <h3 className="mb-1 text-xs text-ink-faint">{title}</h3>
      <dl>
        {rows.map(([name, keys]) => (
          <div
            key={name}
            className="flex min-h-8 items-center justify-between gap-4 border-t border-line py-1"
          >
            <dt className="text-sm">{name}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
