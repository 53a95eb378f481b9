/**
 * Text from outside on its way to a terminal. Runs in the shells. Pure. What a file says may hold sequences that move
 * the cursor, hide what stands beside it or rename the window: they are shown as what they are, not obeyed.
 */

/** Control (Cc) and format (Cf) characters, line breaks included, become U+FFFD. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
}

/** The same for a text of several lines: line breaks, tabs and what joins the parts of an emoji stay. */
export function printableLines(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
