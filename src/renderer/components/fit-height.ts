/**
 * Gives a text field the height of its text. Page. Its style sheet bounds it.
 */
export function fitHeight(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
