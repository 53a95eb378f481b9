/**
 * Tells the form of a conversation's settings that a preset was taken: it holds what is typed and has to be drawn anew. Page.
 */
import { flushSync } from 'react-dom';
import { create } from 'zustand';

/** How often; a part of the form's key. */
export const usePresetForms = create<{ readonly times: number }>(() => ({ times: 0 }));

/** A form that goes saves what was typed in it. So before a preset is taken: what is saved later would stand over it. */
export function drawFormsAnew(): void {
  flushSync(() => usePresetForms.setState(({ times }) => ({ times: times + 1 })));
}
