/**
 * Short messages at the edge of the window, each with at most one action (usually Undo). Runs in the page.
 */
import { create } from 'zustand';
import { toPageError, type PageError } from '../core-error.ts';

export type Toast = {
  readonly id: number;
  readonly text: string | null;
  readonly error: PageError | null;
  readonly action: { readonly label: string; readonly run: () => void } | null;
};

const mostToasts = 3;
let lastId = 0;

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

function add(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(1 - mostToasts), { ...toast, id }] }));
}

export function showToast(text: string, action: Toast['action'] = null): void {
  add({ text, error: null, action });
}

export function showError(error: unknown): void {
  add({ text: null, error: toPageError(error), action: null });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
