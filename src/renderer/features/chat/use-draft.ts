/**
 * The text that is being typed, kept with its conversation: saved a moment after the last key, and when the
 * conversation is left. Page.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Conversation } from '#contract/conversations.ts';
import { updateConversation } from '../../state/actions.ts';

const saveAfterMs = 500;

type Draft = { readonly text: string; readonly setText: (text: string) => void; readonly clear: () => void };

export function useDraft({ id, draft }: Conversation): Draft {
  const [text, show] = useState(draft);
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (unsaved.current === null) return;
    void updateConversation(id, { draft: unsaved.current });
    unsaved.current = null;
  }, [id]);

  const setText = useCallback(
    (next: string) => {
      show(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, saveAfterMs);
    },
    [save],
  );

  const clear = useCallback(() => {
    setText('');
    save();
  }, [setText, save]);

  useEffect(() => {
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  return { text, setText, clear };
}
