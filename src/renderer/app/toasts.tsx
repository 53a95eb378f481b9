/**
 * The short messages at the lower edge. Page. One with an action stays longer; pointing at it keeps it.
 */
import { X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../i18n/i18n.ts';
import { dismissToast, useToasts, type Toast } from '../state/toasts.ts';

const shownMs = { plain: 4_000, action: 10_000, error: 12_000 };

export function Toasts(): ReactNode {
  const { t } = useTranslation('app');
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label={t('notices')}
      className="pointer-events-none fixed inset-x-4 bottom-28 z-60 flex flex-col items-center gap-2"
    >
      <div role="status" className="contents">
        {toasts.map((toast) => (
          <ToastView key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastView({ toast }: { readonly toast: Toast }): ReactNode {
  const { t } = useTranslation('common');
  const errorWords = useErrorWords();
  const [isHeld, setHeld] = useState(false);
  const words = toast.error ? errorWords(toast.error.code) : null;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(
      () => dismissToast(toast.id),
      toast.error ? shownMs.error : toast.action ? shownMs.action : shownMs.plain,
    );
    return () => clearTimeout(timer);
  }, [toast, isHeld]);
  return (
    <div
      className="appear pointer-events-auto flex max-w-[520px] items-center gap-2 rounded bg-raised py-1.5 pr-1.5 pl-4 text-sm shadow-float"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="py-1">
        {toast.text}
        {words ? (
          <>
            <span className="font-medium">{words.what}</span> {words.safe} {words.next}
          </>
        ) : null}
      </p>
      {toast.action ? (
        <button
          type="button"
          className="button button-small button-quiet !text-accent"
          onClick={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </button>
      ) : null}
      <button
        type="button"
        className="icon-button"
        aria-label={t('dismiss')}
        onClick={() => dismissToast(toast.id)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
