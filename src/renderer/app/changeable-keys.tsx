/**
 * The keys of the window, each of which can be changed: press Change, then the keys. Page. Which presses are allowed is decided
 * in own-keys.ts.
 */
import { RotateCcw } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnKeys } from '#contract/settings.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Keys } from '../components/keys.tsx';
import { updateSettings } from '../state/actions.ts';
import { useSettings } from '../state/queries.ts';
import { showToast } from '../state/toasts.ts';
import {
  holderOf,
  isChangeable,
  keysOfPress,
  refusalOf,
  takeKeys,
  withKeys,
  type Refusal,
} from './own-keys.ts';
import { shortcuts, type CommandId, type Shortcut } from './shortcuts.ts';
import { isApple } from './use-key-listener.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** What was pressed and cannot simply be taken. */
type Problem =
  | { readonly kind: Refusal; readonly keys: string }
  | { readonly kind: 'conflict'; readonly keys: string; readonly holder: CommandId };

function keepKeys(ownKeys: OwnKeys[]): void {
  updateSettings({ ownKeys });
}

type GroupProps = { readonly title: string; readonly group: Shortcut['group'] };

export function ChangeableKeys({ title, group }: GroupProps): ReactNode {
  const [changing, setChanging] = useState<CommandId | null>(null);
  const inForce = useShortcuts();
  return (
    <section>
      <h3 className="mb-1 text-xs text-ink-faint">{title}</h3>
      <ul>
        {inForce
          .filter((shortcut) => shortcut.group === group)
          .map((shortcut) => (
            <KeyRow
              key={shortcut.command}
              shortcut={shortcut}
              isChanging={changing === shortcut.command}
              onChange={(isChanging) => setChanging(isChanging ? shortcut.command : null)}
            />
          ))}
      </ul>
    </section>
  );
}

type RowProps = {
  readonly shortcut: Shortcut;
  readonly isChanging: boolean;
  readonly onChange: (isChanging: boolean) => void;
};

function KeyRow({ shortcut: { command, keys }, isChanging, onChange }: RowProps): ReactNode {
  const { t } = useTranslation('app');
  const own = useSettings().data?.ownKeys ?? [];
  const usual = shortcuts.find((shortcut) => shortcut.command === command)?.keys ?? '';
  const name = t(`commands.${command}`);
  return (
    <li className="border-t border-line py-1" data-command={command}>
      <div className="flex min-h-7 items-center gap-2">
        <span className="mr-auto text-sm">{name}</span>
        {keys === '' ? (
          <span className="text-xs text-ink-faint">{t('keys.none')}</span>
        ) : (
          <Keys keys={keys} />
        )}
        {keys === usual ? null : (
          <IconButton
            icon={RotateCcw}
            label={t('keys.resetOne', { name })}
            onClick={() => keepKeys(takeKeys(own, command, usual))}
          />
        )}
        {isChangeable(command) && !isChanging ? (
          <Button
            isSmall
            look="quiet"
            aria-label={t('keys.changeOne', { name })}
            onClick={() => onChange(true)}
          >
            {t('keys.change')}
          </Button>
        ) : null}
      </div>
      {isChanging ? <Recorder command={command} own={own} onEnd={() => onChange(false)} /> : null}
    </li>
  );
}

type RecorderProps = {
  readonly command: CommandId;
  readonly own: readonly OwnKeys[];
  readonly onEnd: () => void;
};

function Recorder({ command, own, onEnd }: RecorderProps): ReactNode {
  const { t } = useTranslation(['app', 'common']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const inForce = useShortcuts();
  const isAsking = problem?.kind === 'conflict';
  useEffect(() => {
    if (isAsking) return;
    // Before the dialog and the window hear it.
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Tab') return onEnd();
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') return onEnd();
      const keys = keysOfPress(event, isApple);
      if (keys === null) return;
      const refusal = refusalOf(command, keys);
      const holder = holderOf(keys, command, inForce);
      if (refusal) setProblem({ kind: refusal, keys });
      else if (holder) setProblem({ kind: 'conflict', keys, holder });
      else {
        keepKeys(withKeys(own, command, keys));
        onEnd();
      }
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [command, inForce, isAsking, onEnd, own]);
  const other = problem?.kind === 'conflict' ? t(`app:commands.${problem.holder}`) : '';
  return (
    <div className="my-1 flex flex-wrap items-center gap-2 rounded bg-sunken px-3 py-2 text-xs" role="status">
      <span className="mr-auto flex flex-wrap items-center gap-2">
        {problem ? <Keys keys={problem.keys} /> : null}
        {problem ? t(`app:keys.${problem.kind}`, { name: other }) : t('app:keys.press')}
      </span>
      {problem?.kind === 'conflict' ? (
        <Button
          isSmall
          onClick={() => {
            keepKeys(takeKeys(own, command, problem.keys));
            onEnd();
          }}
        >
          {t('app:keys.takeIt')}
        </Button>
      ) : null}
      <Button isSmall look="quiet" onClick={onEnd}>
        {t('common:cancel')}
      </Button>
    </div>
  );
}

/** Nothing where all keys are the usual ones. */
export function ResetKeys(): ReactNode {
  const { t } = useTranslation(['app', 'common']);
  const own = useSettings().data?.ownKeys ?? [];
  if (own.length === 0) return null;
  const reset = (): void => {
    keepKeys([]);
    showToast(t('app:keys.wereReset'), { label: t('common:undo'), run: () => keepKeys([...own]) });
  };
  return (
    <Button isSmall className="mt-5" onClick={reset}>
      {t('app:keys.resetAll')}
    </Button>
  );
}
