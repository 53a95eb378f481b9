/**
 * Hands a file to the browser, which saves it (web shell) or asks where (Electron). Page. No path is known here.
 */
const keptMs = 60_000;
const mostNameCharacters = 60;

/** Letters, digits and hyphens of the words; never empty. */
export function fileNameOf(words: string, ending: string): string {
  const name = words
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
  const short = Array.from(name).slice(0, mostNameCharacters).join('').replace(/-$/, '');
  return `${short || 'prisme'}.${ending}`;
}

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this call; there is no event that says when it has.
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
