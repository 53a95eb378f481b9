/**
 * The sentences of a growing text that will not change any more. Portable, pure.
 */

/** Cuts after . ? ! … (with closing quotes) before a space, and at line ends. The open rest counts when `isEnded`. */
export function finishedSentences(text: string, isEnded: boolean): string[] {
  const pieces = text.match(/[^\n]+?(?:[.?!…]+["'”»)\]]*(?=\s)|(?=\n)|$)/g) ?? [];
  const sentences = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
  const isLastOpen = !isEnded && !/\s$/.test(text);
  const isCutOff = !isEnded && !/[.?!…]["'”»)\]]*\s$|\n\s*$/.test(text);
  return isLastOpen || isCutOff ? sentences.slice(0, -1) : sentences;
}
