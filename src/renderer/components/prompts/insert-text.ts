/**
 * Puts text into a field as if it had been typed: one step that Ctrl+Z takes back. Page.
 */

/** In place of what stands from `start` to `end`; the caret comes behind it, and the field has the focus. */
export function insertText(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  // Deprecated and without a successor: nothing else is remembered by the field's own undo.
  const isDone =
    text === '' && start === end
      ? true
      : document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  if (isDone) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
