/**
 * The texts of the bench: one free text, or the parts of a chat with the beginning of the reply. Page.
 */
import { useLayoutEffect, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Segmented } from '../../components/segmented.tsx';
import { growingText, setGrowingText, setMode, useBench } from './bench.ts';
import { isTakingToken } from './bench-actions.ts';

const fieldLook = 'field max-h-[50vh] text-base leading-6';

export function BenchFields({
  model,
  field,
}: {
  readonly model: Model;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const { mode, picks } = useBench();
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Segmented
          label={t('mode')}
          value={mode}
          options={[
            { value: 'raw', label: t('raw') },
            { value: 'chat', label: t('chat') },
          ]}
          onChange={setMode}
        />
      </div>
      {mode === 'chat' ? (
        <>
          {model.chat.kind !== 'completion' ? null : <p className="text-sm text-danger">{t('noTemplate')}</p>}
          <PartField name="system" rows={1} isLocked={picks !== null} />
          <PartField name="user" rows={2} isLocked={picks !== null} />
        </>
      ) : null}
      <GrowingField field={field} isLocked={picks !== null} />
    </div>
  );
}

function PartField({
  name,
  rows,
  isLocked,
}: {
  readonly name: 'system' | 'user';
  readonly rows: number;
  readonly isLocked: boolean;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const value = useBench((bench) => bench[name]);
  return (
    <label className="block text-xs text-ink-faint">
      {t(name)}
      <textarea
        className={`${fieldLook} mt-1`}
        rows={rows}
        dir="auto"
        readOnly={isLocked}
        value={value}
        onChange={({ target }) => useBench.setState({ [name]: target.value, toGo: 0 })}
      />
    </label>
  );
}

/** The text that goes on. The caret is kept while the field has no focus: the list belongs to it. */
function GrowingField({
  field,
  isLocked,
}: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isLocked: boolean;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const bench = useBench();
  // Whoever comes back to the screen finds the caret where the list belongs.
  useLayoutEffect(() => {
    const { caret } = useBench.getState();
    field.current?.setSelectionRange(caret, caret);
  }, [field]);
  return (
    <label className="block text-xs text-ink-faint">
      {bench.mode === 'raw' ? t('text') : t('reply')}
      <textarea
        ref={field}
        className={`${fieldLook} mt-1`}
        rows={bench.mode === 'raw' ? 5 : 3}
        dir="auto"
        readOnly={isLocked}
        placeholder={bench.mode === 'raw' ? t('textHint') : undefined}
        value={growingText(bench)}
        onChange={({ target }) => {
          setGrowingText(target.value, target.selectionEnd);
          if (!isTakingToken()) useBench.setState({ toGo: 0 });
        }}
        onSelect={({ currentTarget }) => {
          if (!isLocked && document.activeElement === currentTarget)
            useBench.setState({ caret: currentTarget.selectionEnd });
        }}
      />
    </label>
  );
}
